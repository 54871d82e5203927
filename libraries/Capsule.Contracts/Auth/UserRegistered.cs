namespace Capsule.Contracts;

/// <summary>A user signed up. The account is active; this is version 1, before any <see cref="AccountStateChanged"/>.</summary>
/// <param name="UserId">The new user.</param>
/// <param name="Email">The address that the user signed up with.</param>
/// <param name="Name">The name that the user gave.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record UserRegistered(Guid UserId, string Email, string Name, DateTimeOffset OccurredAt);
