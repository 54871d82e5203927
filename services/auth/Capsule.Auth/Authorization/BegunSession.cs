using Capsule.Auth.Tokens;

namespace Capsule.Auth.Authorization;

/// <summary>A session that began with an authorization code.</summary>
/// <param name="Token">What its access token says.</param>
/// <param name="RefreshToken">Its refresh token.</param>
/// <param name="Nonce">What the ID token repeats.</param>
internal sealed record BegunSession(AccessToken Token, string RefreshToken, string? Nonce)
{
    // Not the token.
    public override string ToString() => nameof(BegunSession);
}
