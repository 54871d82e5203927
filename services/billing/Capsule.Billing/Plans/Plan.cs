using Capsule.Data;

namespace Capsule.Billing.Plans;

/// <summary>What can be subscribed to, at which price.</summary>
public sealed class Plan : Entity
{
    /// <summary>The plan that everybody starts with.</summary>
    public const string Free = "free";

    /// <summary>Name that other services know the plan by, e.g. <c>free</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Price of a month in minor units of <see cref="Currency"/>.</summary>
    public long MonthlyPrice { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }
}
