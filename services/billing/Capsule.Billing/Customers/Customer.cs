using Capsule.Data;

namespace Capsule.Billing.Customers;

/// <summary>A user as billing knows it.</summary>
public sealed class Customer : Entity
{
    /// <summary>The user in the auth service; one customer each.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Where invoices go.</summary>
    public required string Email { get; set; }

    /// <summary>The name on invoices.</summary>
    public required string Name { get; set; }
}
