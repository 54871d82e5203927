using System.Text.Json;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>A provider that speaks OAuth 2.0 (RFC 6749) and has an endpoint that tells who the user is.</summary>
internal sealed class OAuthProvider(string name, ProviderOptions options, ProviderClient client) : IExternalProvider
{
    public string Name => name;

    public string DisplayName => options.DisplayName ?? name;

    public string? Issuer => null;

    public Task<string> AuthorizationUriAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(AuthorizationUri(options.AuthorizationEndpoint!, options, options.Scopes, request));

    public async Task<ExternalIdentity> IdentifyAsync(string code, ProviderRequest request, CancellationToken cancellationToken)
    {
        // GitHub refuses a code with the status 200 and a body with "error".
        var tokens = await client.ExchangeAsync(options.TokenEndpoint!, options, code, request, cancellationToken);
        var accessToken =
            Claims.Text(tokens, "access_token")
            ?? throw new ProviderException(
                $"{name} gave no access token{(Claims.Text(tokens, "error") is { } error ? $" ({error})" : "")}."
            );
        var identity = Claims.Identity(await client.ReadAsync(options.UserInfoEndpoint!, accessToken, cancellationToken), options);
        return options.EmailsEndpoint is { } emails
            ? WithAddress(identity, await client.ReadAsync(emails, accessToken, cancellationToken))
            : identity;
    }

    /// <summary>Builds the address at which a user signs in (RFC 6749, section 4.1.1; RFC 7636, section 4.3).</summary>
    internal static string AuthorizationUri(
        string endpoint,
        ProviderOptions options,
        string? scopes,
        ProviderRequest request,
        params (string Name, string? Value)[] more
    ) =>
        RedirectUris.With(
            endpoint,
            [
                ("response_type", "code"),
                ("client_id", options.ClientId),
                ("redirect_uri", request.RedirectUri),
                ("scope", scopes),
                ("state", request.State),
                ("code_challenge", request.Challenge),
                ("code_challenge_method", "S256"),
                ("prompt", request.Prompt),
                .. more,
            ]
        );

    // Takes the primary address of the list. The address with the user is the public one, which need not be verified.
    private static ExternalIdentity WithAddress(ExternalIdentity identity, JsonElement list)
    {
        var primary =
            list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().FirstOrDefault(entry => Claims.IsTrue(entry, "primary"))
                : default;
        return identity with { Email = Claims.Address(primary, "email"), EmailVerified = Claims.IsTrue(primary, "verified") };
    }
}
