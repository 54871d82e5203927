namespace Capsule.Contracts;

/// <summary>A customer's plan was activated.</summary>
/// <param name="UserId">The customer's user account.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Plan">The plan's name, such as <c>free</c>. Each service decides what the plan allows.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record SubscriptionActivated(Guid UserId, Guid CustomerId, string Plan, DateTimeOffset OccurredAt);
