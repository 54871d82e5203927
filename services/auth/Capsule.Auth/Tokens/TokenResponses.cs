using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tokens;

/// <summary>Builds the answer with an access token.</summary>
internal sealed class TokenResponses(AccessTokenWriter writer, IOptions<AccessTokenOptions> options)
{
    public async Task<TokenResponse> WriteAsync(AccessToken token, string? refreshToken, CancellationToken cancellationToken) =>
        new(
            await writer.WriteAsync(token, cancellationToken),
            "Bearer",
            (int)options.Value.Lifetime.TotalSeconds,
            refreshToken,
            string.Join(' ', token.Scopes)
        );
}
