using Capsule.Auth.Tokens;

namespace Capsule.Auth.Administration;

/// <summary>Tokens to act as a user, or why there are none.</summary>
/// <param name="Tokens">The access token; nothing to refresh it with.</param>
/// <param name="IsPrivileged">The user has more rights than any user has.</param>
internal sealed record Impersonation(TokenResponse? Tokens, bool IsPrivileged = false);
