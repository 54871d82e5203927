using Capsule.Auth.Audit;
using Capsule.Auth.Clients;
using Capsule.Auth.Roles;

namespace Capsule.Auth.Tokens.Grants;

/// <summary>Gives a client a token for itself (RFC 6749, section 4.4): without a user, a session or a refresh token.</summary>
internal sealed class ClientCredentialsGrant(AuthDbContext database, TokenResponses responses, AuditLog audit) : IGrant
{
    private static readonly string[] Service = [RoleNames.Service];

    public async Task<IResult> ExecuteAsync(TokenRequest request, CancellationToken cancellation)
    {
        if (request.Client is not { SecretHash: not null } client)
        {
            return OAuthErrors.InvalidClient(request.Http.Response, "client_credentials needs client_id and client_secret.");
        }

        if (!client.GrantTypes.Contains(GrantTypes.ClientCredentials, StringComparer.Ordinal))
        {
            return OAuthErrors.UnauthorizedClient("The client may not get tokens this way.");
        }

        // What is of users is for nobody here.
        var allowed = client.Scopes.Except(OpenIdScopes.All, StringComparer.Ordinal).ToArray();
        if (ScopeParameter.Within(request.Form.Find("scope"), allowed) is not { } scopes)
        {
            return OAuthErrors.InvalidScope("scope may have what the client may, with spaces between.");
        }

        audit.Add(AuditEvents.ClientToken, client.Id, new { Scopes = scopes }, actor: client.Id);
        await database.SaveChangesAsync(cancellation);
        var token = new AccessToken(client.Id, SessionId: null, scopes, Service, AuthenticatedAt: null, Methods: [], ClientId: client.Id);
        return TypedResults.Ok(await responses.WriteAsync(token, refreshToken: null, cancellation));
    }
}
