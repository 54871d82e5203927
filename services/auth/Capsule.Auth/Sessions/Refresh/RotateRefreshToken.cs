using System.Net;
using System.Security.Cryptography;
using Capsule.Auth.Tokens;
using Capsule.Web;

namespace Capsule.Auth.Sessions.Refresh;

/// <summary>
/// Rotates the refresh token of a user's own session: replaces the token by its successor (RFC 6749 section 6, RFC 9700 section 4.14.2) and
/// issues an access token. A browser that missed the answer, or another tab of it, may present the replaced token for
/// <see cref="SessionOptions.RepeatWindow"/> and gets the same successor. An older token shows that somebody else has a copy, so the
/// session ends. Refresh tokens of OAuth clients are rotated by <c>OAuth/Issuing/IssueSuccessor</c>.
/// </summary>
internal sealed class RotateRefreshToken(RefreshTokenTable table, RefreshTokens refreshTokens, TokenResponses responses)
{
    /// <summary>
    /// Returns new tokens. Refuses a token that is malformed, or whose session has ended or ends now because the token was reused.
    /// </summary>
    public async Task<Outcome<TokenResponse>> ExecuteAsync(
        string token,
        string device,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        if (refreshTokens.Read(token) is not { } presented)
        {
            return SessionRefusals.RefreshTokenNotValid;
        }

        var salt = RandomNumberGenerator.GetBytes(RefreshTokens.SaltSize);
        var nextHash = refreshTokens.MakeSuccessor(presented, salt).Kept.Hash;
        var session = await table.ExchangeAsync(presented, nextHash, salt, device, address, cancellationToken);
        if (session is not { Revoked: false } || Successor(presented, session) is not { } successor)
        {
            return SessionRefusals.RefreshTokenNotValid;
        }

        var access = new AccessToken(
            session.UserId,
            presented.SessionId,
            SessionScopes.Of(session.Scopes, session.Roles),
            session.Roles,
            session.AuthenticatedAt,
            session.Methods
        );
        return await responses.WriteAsync(access, successor, cancellationToken);
    }

    // The row has the salt of the request that replaced the token, which may be an earlier one. Null when a replica with another master key
    // replaced the token.
    private string? Successor(RefreshToken presented, RefreshTokenTable.ExchangedRow session)
    {
        if (session.Salt is null)
        {
            return null;
        }

        var (token, kept) = refreshTokens.MakeSuccessor(presented, session.Salt);
        return session.TokenHashes.Any(hash => CryptographicOperations.FixedTimeEquals(hash, kept.Hash)) ? token : null;
    }
}
