using Capsule.Data;

namespace Capsule.Billing.Plans;

/// <summary>A plan that customers can subscribe to.</summary>
public sealed class Plan : Entity
{
    /// <summary>The plan of every new customer.</summary>
    public const string Free = "free";

    /// <summary>The name by which other services know the plan, e.g. <c>free</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Monthly price in minor units of <see cref="Currency"/>.</summary>
    public long MonthlyPrice { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }
}
