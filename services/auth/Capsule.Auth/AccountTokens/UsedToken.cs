namespace Capsule.Auth.AccountTokens;

/// <summary>A token that was just used.</summary>
/// <param name="UserId">Whose it was.</param>
/// <param name="Purpose">What for.</param>
internal sealed record UsedToken(Guid UserId, string Purpose);
