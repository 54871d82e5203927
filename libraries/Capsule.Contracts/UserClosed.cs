namespace Capsule.Contracts;

/// <summary>A user closed their account; what others keep about them has to go.</summary>
/// <param name="UserId">The user.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record UserClosed(Guid UserId, DateTimeOffset OccurredAt);
