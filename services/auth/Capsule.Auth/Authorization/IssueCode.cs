using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.Clients;
using Capsule.Auth.Secrets;
using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Authorization;

/// <summary>Lets a client have a code for who is signed in.</summary>
internal sealed class IssueCode(AuthDbContext database, AuditLog audit, TimeProvider time, IOptions<ServiceAuthenticationOptions> issuer)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Returns where the user goes with the code, or what is in its way.</summary>
    public async Task<Results<Ok<AuthorizeResponse>, ProblemHttpResult>> ExecuteAsync(
        AuthorizeRequest request, ClaimsPrincipal caller, CancellationToken cancellation)
    {
        if (caller.SessionId() is not { } session)
        {
            return ApiProblem.Forbidden("session-required", "Only who is signed in lets a client act for them: this token has no session.");
        }

        // Client and address first: what is wrong beyond them could be told to the client. Relies on pk_clients.
        var client = Guid.TryParseExact(request.ClientId, "D", out var id)
            ? await database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellation)
            : null;
        if (Problem(request, client) is { } problem)
        {
            return problem;
        }

        // No client gets more than the token that asks has, but for who the user is.
        var allowed = client!.Scopes.Where(scope => OpenIdScopes.All.Contains(scope, StringComparer.Ordinal) || caller.HasScope(scope)).ToArray();
        if (ScopeParameter.Within(request.Scope, allowed) is not { } scopes)
        {
            return ApiProblem.Validation("scope", "may have what both the client and your access token may, with spaces between.");
        }

        var code = OneTimeSecret.Make();
        Add(request, client.Id, caller.UserId(), session, scopes, code.Hash);
        await database.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new AuthorizeResponse(RedirectUris.With(
            request.RedirectUri, ("code", code.Text), ("state", request.State), ("iss", issuer.Value.Issuer))));
    }

    private static ProblemHttpResult? Problem(AuthorizeRequest request, Client? client) => request switch
    {
        _ when client is null || !client.GrantTypes.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal) =>
            ApiProblem.Validation("client_id", "must be a client that may use authorization_code."),
        { RedirectUri: var address } when !client.RedirectUris.Contains(address, StringComparer.Ordinal) =>
            ApiProblem.Validation("redirect_uri", "must be one of the client's, character by character."),
        { ResponseType: not (null or "code") } => ApiProblem.Validation("response_type", "must be code."),
        { CodeChallengeMethod: not (null or "S256") } => ApiProblem.Validation("code_challenge_method", "must be S256."),
        { CodeChallenge: var challenge } when !CodeChallenge.IsChallenge(challenge) =>
            ApiProblem.Validation("code_challenge", "must be the SHA-256 of the verifier in base64url."),
        { State: { } state } when !OpaqueParameter.IsOne(state, OpaqueParameter.StateLength) =>
            ApiProblem.Validation("state", OpaqueParameter.Rule(OpaqueParameter.StateLength)),
        { Nonce: { } nonce } when !OpaqueParameter.IsOne(nonce, AuthorizationCodeConfiguration.NonceLength) =>
            ApiProblem.Validation("nonce", OpaqueParameter.Rule(AuthorizationCodeConfiguration.NonceLength)),
        _ => null,
    };

    private void Add(AuthorizeRequest request, Guid client, Guid user, Guid session, string[] scopes, byte[] hash)
    {
        database.AuthorizationCodes.Add(new AuthorizationCode
        {
            CodeHash = hash,
            UserId = user,
            SessionId = session,
            ClientId = client,
            RedirectUri = request.RedirectUri,
            CodeChallenge = request.CodeChallenge,
            Scopes = scopes,
            Nonce = request.Nonce,
            ExpiresAt = time.GetUtcNow() + Lifetime,
        });
        audit.Add(AuditEvents.CodeIssued, user, new { Client = client, Scopes = scopes });
    }
}
