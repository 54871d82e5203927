using System.Globalization;
using Capsule.Auth.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Writes the access tokens of clients like those of users' own sessions, without a row for the token.</summary>
internal sealed class WriteAccessToken(AccessTokenWriter writer) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType is not TokenTypeIdentifiers.AccessToken)
        {
            return;
        }

        var principal = context.Principal;
        context.CreateTokenEntry = false;
        context.Token = await writer.WriteAsync(
            new AccessToken(
                Guid.Parse(principal.GetClaim(Claims.Subject)!),
                principal.GetAuthorizationId() is { } family ? Guid.Parse(family) : null,
                [.. principal.GetScopes().Order(StringComparer.Ordinal)],
                principal.GetClaims(Claims.Role),
                principal.GetClaim(Claims.AuthenticationTime) is { } time
                    ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, CultureInfo.InvariantCulture))
                    : null,
                principal.GetClaims(Claims.AuthenticationMethodReference),
                ClientId: context.ClientId,
                Audiences: principal.GetAudiences() is { Length: > 0 } audiences ? audiences : null
            ),
            context.CancellationToken
        );
    }
}
