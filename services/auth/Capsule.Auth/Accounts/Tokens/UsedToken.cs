namespace Capsule.Auth.Accounts.Tokens;

/// <summary>A token that was just used.</summary>
/// <param name="UserId">Whose it was.</param>
/// <param name="Purpose">What for.</param>
internal sealed record UsedToken(Guid UserId, string Purpose);
