using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Protocol;
using Capsule.Security;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>Creates a client.</summary>
internal sealed class CreateClient(AuthDbContext database, AuditLog audit)
{
    // Scopes that a client may have although no role gives them.
    private static readonly string[] OfClients = [.. OpenIdScopes.All, Scopes.TokensIntrospect];

    /// <summary>Returns the client with its secret.</summary>
    public async Task<Outcome<ClientResponse>> ExecuteAsync(
        CreateClientRequest request,
        ClaimsPrincipal caller,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(request, caller) is { } refusal)
        {
            return refusal;
        }

        var secret = request.IsPublic || request.Jwks is not null ? null : ClientSecret.Make();
        var client = ClientApplication.From(request, secret?.Hash);
        database.OAuthApplications.Add(client);
        audit.Add(
            AuditEvents.ClientCreated,
            client.Id,
            new
            {
                Name = client.DisplayName,
                request.GrantTypes,
                request.Scopes,
                request.RedirectUris,
            }
        );
        await database.SaveChangesAsync(cancellationToken);
        return ClientApplication.Show(client) with { ClientSecret = secret?.Text };
    }

    private static Refusal? Refuse(CreateClientRequest request, ClaimsPrincipal caller)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
        {
            return Refusal.Validation("name", "must not be empty.");
        }

        // An administrator can only give scopes that the administrator's own token has.
        if (
            request.Scopes.Any(scope =>
                scope is null || !(OfClients.Contains(scope, StringComparer.Ordinal) || (IsScope(scope) && caller.HasScope(scope)))
            )
        )
        {
            return Refusal.Validation("scopes", $"may have what your access token allows, and {string.Join(", ", OfClients)}.");
        }

        return RefuseAddress(request) ?? RefuseKey(request) ?? RefuseGrant(request);
    }

    private static Refusal? RefuseAddress(CreateClientRequest request) =>
        request.RedirectUris.Any(address => !RedirectUris.IsOne(address)) ? Refusal.Validation("redirectUris", RedirectUris.Rule)
        : request.PostLogoutRedirectUris.Any(address => !RedirectUris.IsOne(address))
            ? Refusal.Validation("postLogoutRedirectUris", RedirectUris.Rule)
        : request.Resources.Any(resource => !RedirectUris.IsOne(resource)) ? Refusal.Validation("resources", RedirectUris.Rule)
        : null;

    private static Refusal? RefuseKey(CreateClientRequest request) =>
        request.IdTokenSignedResponseAlg is not (null or "ES256" or "RS256")
            ? Refusal.Validation("idTokenSignedResponseAlg", "must be ES256 or RS256.")
        : request.Jwks is null ? null
        : request.IsPublic ? Refusal.Validation("jwks", "cannot be given for a public client: the client would prove who it is.")
        : ClientKeys.AreValid(request.Jwks.Value) ? null
        : Refusal.Validation("jwks", ClientKeys.Rule);

    private static Refusal? RefuseGrant(CreateClientRequest request) =>
        request.GrantTypes switch
        {
            var types when types.Any(type => !GrantTypes.All.Contains(type, StringComparer.Ordinal)) => Refusal.Validation(
                "grantTypes",
                $"must be some of {string.Join(", ", GrantTypes.All)}."
            ),
            var types when types.Contains(GrantTypes.AuthorizationCode) != request.RedirectUris.Count > 0 => Refusal.Validation(
                "redirectUris",
                "are required for authorization_code, and not allowed without it."
            ),
            var types
                when types.Contains(GrantTypes.RefreshToken)
                    && !types.Contains(GrantTypes.AuthorizationCode)
                    && !types.Contains(GrantTypes.DeviceCode) => Refusal.Validation(
                "grantTypes",
                "can have refresh_token beside authorization_code or device_code only."
            ),
            var types when types.Contains(GrantTypes.ClientCredentials) && request.IsPublic => Refusal.Validation(
                "isPublic",
                "cannot be true for client_credentials: the client must prove who it is."
            ),
            _ => null,
        };

    // A scope has no spaces, because the claim separates scopes by spaces.
    private static bool IsScope(string scope) => scope.Length > 0 && !scope.Contains(' ', StringComparison.Ordinal);
}
