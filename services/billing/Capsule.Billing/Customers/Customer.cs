using Capsule.Messaging;

namespace Capsule.Billing.Customers;

/// <summary>Billing's view of a user.</summary>
public sealed class Customer : FollowedAccount
{
    /// <summary>The e-mail address for invoices.</summary>
    public required string Email { get; set; }

    /// <summary>The name on invoices; empty until the sign-up event has arrived.</summary>
    public required string Name { get; set; }
}
