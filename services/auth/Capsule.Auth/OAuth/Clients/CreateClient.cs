using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Protocol;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>Makes a client.</summary>
internal sealed class CreateClient(AuthDbContext database, AuditLog audit)
{
    // Scopes that no role gives and that a client may have nevertheless.
    private static readonly string[] OfClients = [.. OpenIdScopes.All, Scopes.TokensIntrospect];

    /// <summary>Returns the client with its secret, or what is in its way.</summary>
    public async Task<Results<Created<ClientResponse>, ProblemHttpResult>> ExecuteAsync(
        CreateClientRequest request, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        if (Problem(request, caller) is { } problem)
        {
            return problem;
        }

        var secret = request.IsPublic || request.Jwks is not null ? null : ClientSecret.Make();
        var client = ClientApplication.From(request, secret?.Hash);
        database.OAuthApplications.Add(client);
        audit.Add(AuditEvents.ClientCreated, client.Id,
            new { Name = client.DisplayName, request.GrantTypes, request.Scopes, request.RedirectUris });
        await database.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/clients/{client.Id}", ClientApplication.Show(client) with { ClientSecret = secret?.Text });
    }

    private static ProblemHttpResult? Problem(CreateClientRequest request, ClaimsPrincipal caller)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
        {
            return ApiProblem.Validation("name", "must not be empty.");
        }

        // Nobody gives away what they may not do themselves.
        if (request.Scopes.Any(scope =>
            scope is null || !(OfClients.Contains(scope, StringComparer.Ordinal) || (IsScope(scope) && caller.HasScope(scope)))))
        {
            return ApiProblem.Validation("scopes", $"may have what your access token allows, and {string.Join(", ", OfClients)}.");
        }

        return AddressProblem(request) ?? KeyProblem(request) ?? GrantProblem(request);
    }

    private static ProblemHttpResult? AddressProblem(CreateClientRequest request) =>
        request.RedirectUris.Any(address => !RedirectUris.IsOne(address)) ? ApiProblem.Validation("redirectUris", RedirectUris.Rule)
        : request.PostLogoutRedirectUris.Any(address => !RedirectUris.IsOne(address))
            ? ApiProblem.Validation("postLogoutRedirectUris", RedirectUris.Rule)
        : request.Resources.Any(resource => !RedirectUris.IsOne(resource)) ? ApiProblem.Validation("resources", RedirectUris.Rule)
        : null;

    private static ProblemHttpResult? KeyProblem(CreateClientRequest request) =>
        request.IdTokenSignedResponseAlg is not (null or "ES256" or "RS256")
            ? ApiProblem.Validation("idTokenSignedResponseAlg", "must be ES256 or RS256.")
        : request.Jwks is null ? null
        : request.IsPublic ? ApiProblem.Validation("jwks", "cannot be given for a public client: the client would prove who it is.")
        : ClientKeys.AreValid(request.Jwks.Value) ? null
        : ApiProblem.Validation("jwks", ClientKeys.Rule);

    private static ProblemHttpResult? GrantProblem(CreateClientRequest request) => request.GrantTypes switch
    {
        var types when types.Any(type => !GrantTypes.All.Contains(type, StringComparer.Ordinal)) =>
            ApiProblem.Validation("grantTypes", $"must be some of {string.Join(", ", GrantTypes.All)}."),
        var types when types.Contains(GrantTypes.AuthorizationCode) != request.RedirectUris.Count > 0 =>
            ApiProblem.Validation("redirectUris", "are needed for authorization_code, and for that alone."),
        var types when types.Contains(GrantTypes.RefreshToken) && !types.Contains(GrantTypes.AuthorizationCode)
            && !types.Contains(GrantTypes.DeviceCode) =>
            ApiProblem.Validation("grantTypes", "can have refresh_token beside authorization_code or device_code only."),
        var types when types.Contains(GrantTypes.ClientCredentials) && request.IsPublic =>
            ApiProblem.Validation("isPublic", "cannot be true for client_credentials: the client must prove who it is."),
        _ => null,
    };

    // A claim with spaces is several scopes: a name with one would match none, or more than one.
    private static bool IsScope(string scope) => scope.Length > 0 && !scope.Contains(' ', StringComparison.Ordinal);
}
