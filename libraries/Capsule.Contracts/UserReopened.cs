namespace Capsule.Contracts;

/// <summary>An account that its user had closed is theirs again.</summary>
/// <param name="UserId">The user.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record UserReopened(Guid UserId, DateTimeOffset OccurredAt);
