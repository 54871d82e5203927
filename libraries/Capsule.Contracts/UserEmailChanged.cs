namespace Capsule.Contracts;

/// <summary>A user has another address, which they have proved to be theirs.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Email">The address from now on.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record UserEmailChanged(Guid UserId, string Email, DateTimeOffset OccurredAt);
