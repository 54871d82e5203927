using System.Text.Json;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Protocol;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>Converts a client of the API to OpenIddict's application and back.</summary>
internal static class ClientApplication
{
    /// <summary>The setting that names the algorithm of a client's ID tokens.</summary>
    public const string IdTokenAlgorithm = "capsule:id-token-alg";

    /// <summary>Returns the application that a request describes.</summary>
    public static OAuthApplication From(CreateClientRequest request, string? secretHash)
    {
        var application = new OAuthApplication
        {
            ApplicationType =
                request.RedirectUris.Count > 0 && request.RedirectUris.All(RedirectUris.IsOnDevice)
                    ? ApplicationTypes.Native
                    : ApplicationTypes.Web,
            ClientSecret = secretHash,
            ClientType = request.IsPublic ? ClientTypes.Public : ClientTypes.Confidential,
            ConcurrencyToken = Guid.NewGuid().ToString(),
            ConsentType = ConsentTypes.Explicit,
            DisplayName = request.Name.Trim(),
            JsonWebKeySet = request.Jwks?.GetRawText(),
            Permissions = JsonSerializer.Serialize(PermissionsOf(request)),
            RedirectUris = Array(request.RedirectUris),
            PostLogoutRedirectUris = Array(request.PostLogoutRedirectUris),
            Settings = request.IdTokenSignedResponseAlg is { } algorithm
                ? JsonSerializer.Serialize(new Dictionary<string, string> { [IdTokenAlgorithm] = algorithm })
                : null,
        };
        application.ClientId = application.Id.ToString();
        return application;
    }

    /// <summary>Returns the client for an answer of the API, without the secret.</summary>
    public static ClientResponse Show(OAuthApplication client) =>
        new(
            client.Id,
            client.DisplayName!,
            client.ClientType == ClientTypes.Public,
            client.RedirectAddresses(),
            client.PermissionsOf(Permissions.Prefixes.GrantType),
            client.PermissionsOf(Permissions.Prefixes.Scope),
            client.CreatedAt,
            client.PreviousSecretExpiresAt
        );

    private static IEnumerable<string> PermissionsOf(CreateClientRequest request)
    {
        var types = request.GrantTypes.Distinct(StringComparer.Ordinal).ToArray();
        string[] endpoints =
        [
            Permissions.Endpoints.Token,
            Permissions.Endpoints.Revocation,
            .. !request.IsPublic && request.Scopes.Contains(Capsule.Security.Scopes.TokensIntrospect, StringComparer.Ordinal)
                ? [Permissions.Endpoints.Introspection]
                : Enumerable.Empty<string>(),
            .. types.Contains(GrantTypes.AuthorizationCode)
                ?
                [
                    Permissions.Endpoints.Authorization,
                    Permissions.Endpoints.PushedAuthorization,
                    Permissions.Endpoints.EndSession,
                    Permissions.ResponseTypes.Code,
                ]
                : Enumerable.Empty<string>(),
            .. types.Contains(GrantTypes.DeviceCode) ? [Permissions.Endpoints.DeviceAuthorization] : Enumerable.Empty<string>(),
        ];
        return endpoints
            .Concat(types.Select(type => Permissions.Prefixes.GrantType + type))
            .Concat(
                request
                    .Scopes.Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(scope => Permissions.Prefixes.Scope + scope)
            )
            .Concat(request.Resources.Distinct(StringComparer.Ordinal).Select(resource => Permissions.Prefixes.Resource + resource));
    }

    private static string? Array(IReadOnlyList<string> values) =>
        values.Count == 0 ? null : JsonSerializer.Serialize(values.Distinct(StringComparer.Ordinal));
}
