using Capsule.Auth.Keys;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.OAuth.Store;
using Capsule.Security;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Signs an ID token with the client's algorithm, without a row for the token.</summary>
internal sealed class SignIdToken(KeyRing ring, IOpenIddictApplicationManager applications) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType is not TokenTypeIdentifiers.IdentityToken)
        {
            return;
        }

        context.CreateTokenEntry = false;
        var client = (OAuthApplication)(await applications.FindByClientIdAsync(context.ClientId!, context.CancellationToken))!;
        var settings = await applications.GetSettingsAsync(client, context.CancellationToken);
        var algorithm = settings.GetValueOrDefault(ClientApplication.IdTokenAlgorithm, KeyPair.Es256);
        context.SigningCredentials = (await ring.CurrentAsync(algorithm, context.CancellationToken)).Credentials;
    }
}

/// <summary>Names the configured issuer in ID tokens, without the slash that <see cref="Uri"/> adds.</summary>
internal sealed class NameIssuer(IOptions<ServiceAuthenticationOptions> authentication) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType is TokenTypeIdentifiers.IdentityToken)
        {
            context.SecurityTokenDescriptor.Issuer = authentication.Value.Issuer;
        }

        return default;
    }
}
