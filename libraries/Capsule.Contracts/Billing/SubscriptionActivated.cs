namespace Capsule.Contracts;

/// <summary>A customer is on a plan from now on.</summary>
/// <param name="UserId">The user who the customer is.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Plan">The plan's name, such as <c>free</c>; what it allows is for each service to decide.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record SubscriptionActivated(Guid UserId, Guid CustomerId, string Plan, DateTimeOffset OccurredAt);
