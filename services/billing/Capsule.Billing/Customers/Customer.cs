using Capsule.Data;

namespace Capsule.Billing.Customers;

/// <summary>A user as billing knows it.</summary>
public sealed class Customer : Entity
{
    /// <summary>The user in the auth service; one customer each.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Where invoices go.</summary>
    public required string Email { get; set; }

    /// <summary>The name on invoices; empty until the sign-up was heard of, where something else was heard before.</summary>
    public required string Name { get; set; }

    /// <summary>When the user changed the address (UTC), as far as they have; an older change that comes late is none.</summary>
    public DateTimeOffset? EmailChangedAt { get; set; }

    /// <summary>When the user last closed their account (UTC).</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When it was last theirs again (UTC).</summary>
    public DateTimeOffset? ReopenedAt { get; set; }

    /// <summary>Whether the account is closed, in whichever order that was heard of.</summary>
    public bool IsClosed => ClosedAt is not null && !(ReopenedAt > ClosedAt);
}
