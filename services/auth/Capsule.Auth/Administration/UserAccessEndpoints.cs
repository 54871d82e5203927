using Capsule.Auth.ApiKeys;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Administration;

/// <summary>The sessions and API keys of any user, which operators can list and end.</summary>
internal static class UserAccessEndpoints
{
    public static void MapUserAccess(this IEndpointRouteBuilder app)
    {
        var user = app.MapGroup("/api/users/{id:guid}").WithTags("Administration").ProducesProblem(StatusCodes.Status404NotFound);

        user.MapGet("sessions", ListSessionsAsync).WithName("ListUserSessions").RequireScope(Scopes.UsersRead);
        user.MapDelete("sessions", EndSessionsAsync).WithName("SignUserOut").RequireScope(Scopes.UsersRevoke);
        user.MapDelete("sessions/{sessionId:guid}", EndSessionAsync).WithName("EndUserSession").RequireScope(Scopes.UsersRevoke);
        user.MapGet("api-keys", ListKeysAsync).WithName("ListUserApiKeys").RequireScope(Scopes.UsersRead);
        user.MapDelete("api-keys/{keyId:guid}", RevokeKeyAsync).WithName("RevokeUserApiKey").RequireScope(Scopes.UsersRevoke);
    }

    /// <summary>Newest first.</summary>
    private static async Task<Results<Ok<Page<SessionResponse>>, ProblemHttpResult>> ListSessionsAsync(
        Guid id,
        AuthDbContext database,
        ListSessions list,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    ) =>
        await IsThereAsync(id, database, cancellationToken)
            ? TypedResults.Ok(await list.ExecuteAsync(id, current: null, page, cancellationToken))
            : UserNotFound(id);

    /// <summary>Ends all sessions of the user.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionsAsync(
        Guid id,
        AuthDbContext database,
        EndSession sessions,
        CancellationToken cancellationToken
    )
    {
        if (!await IsThereAsync(id, database, cancellationToken))
        {
            return UserNotFound(id);
        }

        await sessions.OfUserAsync(id, except: null, RevocationReason.Administrator, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionAsync(
        Guid id,
        Guid sessionId,
        EndSession sessions,
        CancellationToken cancellationToken
    ) => (await sessions.ByAdministratorAsync(id, sessionId, cancellationToken)).ToNoContent();

    /// <summary>Newest first, without revoked keys.</summary>
    private static async Task<Results<Ok<Page<ApiKeyResponse>>, ProblemHttpResult>> ListKeysAsync(
        Guid id,
        AuthDbContext database,
        ListApiKeys list,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    ) =>
        await IsThereAsync(id, database, cancellationToken)
            ? TypedResults.Ok(await list.ExecuteAsync(id, page, cancellationToken))
            : UserNotFound(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeKeyAsync(
        Guid id,
        Guid keyId,
        RevokeApiKey revoke,
        CancellationToken cancellationToken
    ) => (await revoke.ExecuteAsync(id, keyId, cancellationToken)).ToNoContent();

    // An empty page for a user who does not exist would hide a wrong identifier.
    private static Task<bool> IsThereAsync(Guid id, AuthDbContext database, CancellationToken cancellationToken) =>
        database.Users.AnyAsync(user => user.Id == id, cancellationToken);

    private static ProblemHttpResult UserNotFound(Guid id) => ApiProblem.Of(AdministrationRefusals.UserNotFound(id));
}
