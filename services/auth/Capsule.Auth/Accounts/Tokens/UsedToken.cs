namespace Capsule.Auth.Accounts.Tokens;

/// <summary>A token that was just used.</summary>
/// <param name="UserId">The token's user.</param>
/// <param name="Purpose">One of <see cref="TokenPurpose"/>.</param>
internal sealed record UsedToken(Guid UserId, string Purpose);
