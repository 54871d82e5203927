using Capsule.Billing.Plans;
using Capsule.Data;

namespace Capsule.Billing.Customers;

/// <summary>A customer's subscription to a plan.</summary>
public sealed class Subscription : Entity
{
    /// <summary>The customer.</summary>
    public required Guid CustomerId { get; init; }

    /// <summary>The plan.</summary>
    public required Guid PlanId { get; init; }

    /// <summary>When the subscription started (UTC).</summary>
    public required DateTimeOffset ActivatedAt { get; init; }

    /// <summary>When the subscription ended (UTC); null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The plan.</summary>
    public Plan? Plan { get; init; }
}
