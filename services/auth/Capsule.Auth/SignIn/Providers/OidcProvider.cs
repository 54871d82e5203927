using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Capsule.Auth.Credentials.Logins;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>A provider that speaks OpenID Connect and signs what it tells about the user (OpenID Connect Core 1.0, section 3.1).</summary>
internal sealed class OidcProvider(string name, ProviderOptions options, ProviderClient client, ProviderMetadata metadata)
    : IExternalProvider
{
    private const string DefaultScopes = "openid profile email";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new();

    public string Name => name;

    public string DisplayName => options.DisplayName ?? name;

    public string? Issuer => options.Issuer;

    public async Task<string> AuthorizationUriAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var endpoint = (await MetadataAsync(cancellationToken)).AuthorizationEndpoint ?? throw Lacks("authorization_endpoint");
        return OAuthProvider.AuthorizationUri(
            endpoint,
            options,
            options.Scopes ?? DefaultScopes,
            request,
            ("nonce", request.Nonce),
            ("max_age", request.MaxAge?.ToString(CultureInfo.InvariantCulture)),
            ("login_hint", request.LoginHint)
        );
    }

    public async Task<ExternalIdentity> IdentifyAsync(string code, ProviderRequest request, CancellationToken cancellationToken)
    {
        var configuration = await MetadataAsync(cancellationToken);
        var tokens = await client.ExchangeAsync(
            configuration.TokenEndpoint ?? throw Lacks("token_endpoint"),
            options,
            code,
            request,
            cancellationToken
        );
        var idToken = Claims.Text(tokens, "id_token") ?? throw new ProviderException($"{name} gave no ID token.");
        var claims = Claimed(await ValidateAsync(idToken, configuration, cancellationToken), request.Nonce);
        var identity = Claims.Identity(claims, options) with { AuthenticatedAt = Claims.Time(claims, "auth_time") };

        // Many providers tell the address only at the userinfo endpoint, whose subject must be the same (section 5.3.2).
        return
            identity.Email is null
            && configuration.UserInfoEndpoint is { } endpoint
            && Claims.Text(tokens, "access_token") is { } accessToken
            && Claims.Identity(await client.ReadAsync(endpoint, accessToken, cancellationToken), options) is var told
            ? Same(identity, told) with
            {
                AuthenticatedAt = identity.AuthenticatedAt,
            }
            : identity;
    }

    private ExternalIdentity Same(ExternalIdentity identity, ExternalIdentity told) =>
        told.Subject == identity.Subject
            ? told
            : throw new ProviderException($"The userinfo endpoint of {name} describes another user than the ID token.");

    private Task<OpenIdConnectConfiguration> MetadataAsync(CancellationToken cancellationToken) =>
        CheckedAsync(metadata.GetAsync(cancellationToken));

    private async Task<T> CheckedAsync<T>(Task<T> fetched)
        where T : OpenIdConnectConfiguration?
    {
        try
        {
            var configuration = await fetched;

            // The issuer must match, so that one provider's documents cannot speak for another (Discovery 1.0, section 4.3).
            return configuration is null || configuration.Issuer == options.Issuer
                ? configuration
                : throw new ProviderException($"{name} calls itself '{configuration.Issuer}', not '{options.Issuer}'.");
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new ProviderException($"The metadata of {name} cannot be read: {exception.GetBaseException().Message}", exception);
        }
    }

    // Section 3.1.3.7. The provider may have begun to sign with a new key, so an unknown key refreshes the metadata (section 10.1.1).
    private async Task<JsonWebToken> ValidateAsync(
        string idToken,
        OpenIdConnectConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var result = await ValidateAsync(idToken, configuration);
        if (
            result.Exception is SecurityTokenSignatureKeyNotFoundException
            && await CheckedAsync(metadata.RefreshAsync(configuration, cancellationToken)) is { } refreshed
        )
        {
            result = await ValidateAsync(idToken, refreshed);
        }

        return result.IsValid
            ? (JsonWebToken)result.SecurityToken!
            : throw new ProviderException($"The ID token of {name} is not valid: {result.Exception?.Message}", result.Exception);
    }

    private Task<TokenValidationResult> ValidateAsync(string idToken, OpenIdConnectConfiguration configuration) =>
        Handler.ValidateTokenAsync(
            idToken,
            new TokenValidationParameters
            {
                IssuerSigningKeys = configuration.SigningKeys,
                ValidIssuer = options.Issuer,
                ValidAudience = options.ClientId,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
                ClockSkew = ClockSkew,
            }
        );

    private JsonElement Claimed(JsonWebToken token, string nonce)
    {
        if (!token.TryGetClaim("nonce", out var answered) || !IsSame(answered.Value, nonce))
        {
            throw new ProviderException($"The ID token of {name} belongs to another sign-in.");
        }

        return token.Audiences.Count() == 1 || (token.TryGetClaim("azp", out var party) && party.Value == options.ClientId)
            ? Payload(token)
            : throw new ProviderException($"The ID token of {name} has other audiences as well.");
    }

    private static JsonElement Payload(JsonWebToken token) =>
        JsonSerializer.SerializeToElement(
            token.Claims.GroupBy(claim => claim.Type).ToDictionary(claims => claims.Key, claims => claims.First().Value)
        );

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private ProviderException Lacks(string endpoint) => new($"The metadata of {name} has no {endpoint}.");
}
