using System.Security.Claims;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Sessions;

internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("Sessions");

        sessions.MapGet("", ListAsync).WithName("ListSessions").RequireScope(Scopes.Account);
        sessions.MapDelete("", EndAllAsync).WithName("EndSessions").RequireScope(Scopes.Account);
        sessions
            .MapDelete("{id:guid}", EndAsync)
            .WithName("EndSession")
            .RequireScope(Scopes.Account)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Newest first.</summary>
    private static async Task<Ok<Page<SessionResponse>>> ListAsync(
        ClaimsPrincipal caller,
        ListSessions list,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await list.ExecuteAsync(caller.UserId(), caller.SessionId(), page, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id,
        ClaimsPrincipal caller,
        EndSession end,
        CancellationToken cancellationToken
    ) => (await end.ByIdAsync(caller.UserId(), id, cancellationToken)).ToNoContent();

    /// <summary>Ends all sessions except the caller's own.</summary>
    private static async Task<NoContent> EndAllAsync(ClaimsPrincipal caller, EndSession end, CancellationToken cancellationToken)
    {
        await end.OfUserAsync(caller.UserId(), caller.SessionId(), RevocationReason.SignedOut, cancellationToken);
        return TypedResults.NoContent();
    }
}
