using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.ExternalSignIn.Providers;

/// <summary>A provider that speaks OpenID Connect: what it says of the user is signed (OpenID Connect Core 1.0, section 3.1).</summary>
internal sealed class OidcProvider(
    string name, ProviderOptions options, ProviderClient client, BaseConfigurationManager metadata, IConfigurationManager<OpenIdConnectConfiguration> documents)
    : IExternalProvider
{
    private const string UsualScopes = "openid profile email";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new();

    public string Name => name;

    public string DisplayName => options.DisplayName ?? name;

    public string? Issuer => options.Issuer;

    public async Task<string> AuthorizationUriAsync(ProviderRequest request, CancellationToken cancellation)
    {
        var endpoint = (await MetadataAsync(cancellation)).AuthorizationEndpoint ?? throw Lacks("authorization_endpoint");
        return OAuthProvider.AuthorizationUri(endpoint, options, options.Scopes ?? UsualScopes, request, ("nonce", request.Nonce));
    }

    public async Task<ExternalIdentity> IdentifyAsync(string code, ProviderRequest request, CancellationToken cancellation)
    {
        var configuration = await MetadataAsync(cancellation);
        var tokens = await client.ExchangeAsync(configuration.TokenEndpoint ?? throw Lacks("token_endpoint"), options, code, request, cancellation);
        var claims = await ValidateAsync(Claims.Text(tokens, "id_token") ?? throw new ProviderException($"{name} gave no ID token."), request.Nonce);
        var identity = Claims.Identity(claims, options);

        // Many tell the address at the userinfo endpoint alone; whom it is about must be the same (section 5.3.2).
        return identity.Email is null && configuration.UserInfoEndpoint is { } endpoint && Claims.Text(tokens, "access_token") is { } accessToken
            && Claims.Identity(await client.ReadAsync(endpoint, accessToken, cancellation), options) is var told
            ? told.Subject == identity.Subject ? told : throw new ProviderException($"{name} tells of another user than its ID token.")
            : identity;
    }

    private async Task<OpenIdConnectConfiguration> MetadataAsync(CancellationToken cancellation)
    {
        try
        {
            var configuration = await documents.GetConfigurationAsync(cancellation);

            // Discovery 1.0, section 4.3: else one provider's documents could speak for another.
            return configuration.Issuer == options.Issuer
                ? configuration
                : throw new ProviderException($"{name} calls itself '{configuration.Issuer}', not '{options.Issuer}'.");
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new ProviderException($"The metadata of {name} cannot be had: {exception.GetBaseException().Message}", exception);
        }
    }

    // Section 3.1.3.7.
    private async Task<JsonElement> ValidateAsync(string idToken, string nonce)
    {
        var result = await Handler.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ConfigurationManager = metadata,
            ValidIssuer = options.Issuer,
            ValidAudience = options.ClientId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            ClockSkew = ClockSkew,
        });
        if (!result.IsValid)
        {
            throw new ProviderException($"The ID token of {name} is not valid: {result.Exception?.Message}", result.Exception);
        }

        var token = (JsonWebToken)result.SecurityToken!;
        if (!token.TryGetClaim("nonce", out var answered) || !IsSame(answered.Value, nonce))
        {
            throw new ProviderException($"The ID token of {name} is of another sign-in.");
        }

        return token.Audiences.Count() == 1 || (token.TryGetClaim("azp", out var party) && party.Value == options.ClientId)
            ? Payload(token)
            : throw new ProviderException($"The ID token of {name} is for others as well.");
    }

    private static JsonElement Payload(JsonWebToken token) =>
        JsonSerializer.SerializeToElement(token.Claims.GroupBy(claim => claim.Type).ToDictionary(claims => claims.Key, claims => claims.First().Value));

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private ProviderException Lacks(string endpoint) => new($"The metadata of {name} has no {endpoint}.");
}
