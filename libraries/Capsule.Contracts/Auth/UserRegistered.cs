namespace Capsule.Contracts;

/// <summary>Somebody signed up.</summary>
/// <param name="UserId">The new user.</param>
/// <param name="Email">The address that the user signed up with.</param>
/// <param name="Name">The name that the user gave.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record UserRegistered(Guid UserId, string Email, string Name, DateTimeOffset OccurredAt);
