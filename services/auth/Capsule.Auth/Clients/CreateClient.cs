using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Clients;

/// <summary>Makes a client.</summary>
internal sealed class CreateClient(AuthDbContext database, AuditLog audit)
{
    // What nobody's role gives, and a client may have all the same.
    private static readonly string[] OfClients = [.. OpenIdScopes.All, Scopes.TokensIntrospect];

    /// <summary>Returns the client with its secret, or what is in its way.</summary>
    public async Task<Results<Created<ClientResponse>, ProblemHttpResult>> ExecuteAsync(
        CreateClientRequest request, ClaimsPrincipal caller, CancellationToken cancellation)
    {
        if (Problem(request, caller) is { } problem)
        {
            return problem;
        }

        var secret = request.IsPublic ? null : ClientSecret.Make();
        var client = new Client
        {
            Name = request.Name.Trim(),
            SecretHash = secret?.Hash,
            RedirectUris = [.. request.RedirectUris.Distinct(StringComparer.Ordinal)],
            GrantTypes = [.. request.GrantTypes.Distinct(StringComparer.Ordinal)],
            Scopes = [.. request.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        database.Clients.Add(client);
        audit.Add(AuditEvents.ClientCreated, client.Id, new { client.Name, client.GrantTypes, client.Scopes, client.RedirectUris });
        await database.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/api/clients/{client.Id}", ClientEndpoints.Show(client) with { ClientSecret = secret?.Text });
    }

    private static ProblemHttpResult? Problem(CreateClientRequest request, ClaimsPrincipal caller)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
        {
            return ApiProblem.Validation("name", "must not be empty.");
        }

        // Nobody gives away what they may not do themselves.
        if (request.Scopes.Any(scope => scope is null || !(OfClients.Contains(scope, StringComparer.Ordinal) || (IsScope(scope) && caller.HasScope(scope)))))
        {
            return ApiProblem.Validation("scopes", $"may have what your access token allows, and {string.Join(", ", OfClients)}.");
        }

        if (request.RedirectUris.Any(address => !RedirectUris.IsOne(address)))
        {
            return ApiProblem.Validation("redirectUris", RedirectUris.Rule);
        }

        return request.GrantTypes switch
        {
            var types when types.Any(type => !GrantTypes.All.Contains(type, StringComparer.Ordinal)) =>
                ApiProblem.Validation("grantTypes", $"must be some of {string.Join(", ", GrantTypes.All)}."),
            var types when types.Contains(GrantTypes.AuthorizationCode) != request.RedirectUris.Count > 0 =>
                ApiProblem.Validation("redirectUris", "are needed for authorization_code, and for that alone."),
            var types when types.Contains(GrantTypes.RefreshToken) && !types.Contains(GrantTypes.AuthorizationCode) =>
                ApiProblem.Validation("grantTypes", "can have refresh_token beside authorization_code only."),
            var types when types.Contains(GrantTypes.ClientCredentials) && request.IsPublic =>
                ApiProblem.Validation("isPublic", "cannot be true for client_credentials: the client must prove who it is."),
            _ => null,
        };
    }

    // A claim with spaces is several scopes: a name with one would match none, or more than one.
    private static bool IsScope(string scope) => scope.Length > 0 && !scope.Contains(' ', StringComparison.Ordinal);
}
