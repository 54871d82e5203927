using Capsule.Messaging;

namespace Capsule.Billing.Customers;

/// <summary>A user as billing knows it.</summary>
public sealed class Customer : FollowedAccount
{
    /// <summary>Where invoices go.</summary>
    public required string Email { get; set; }

    /// <summary>The name on invoices; empty while only other events than the sign-up have arrived.</summary>
    public required string Name { get; set; }
}
