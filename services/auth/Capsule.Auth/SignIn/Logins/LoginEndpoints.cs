using System.Security.Claims;
using Capsule.Auth.Sessions;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.SignIn.Logins;

internal static class LoginEndpoints
{
    public static void MapLogins(this IEndpointRouteBuilder app)
    {
        var logins = app.MapGroup("/api/users/me/logins").WithTags("Sign-in at providers").RequireScope(Scopes.Account);

        logins.MapGet("", ListAsync).WithName("ListLogins");
        logins
            .MapPost("", LinkAsync)
            .WithName("LinkLogin")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        logins
            .MapDelete("{id:guid}", UnlinkAsync)
            .WithName("UnlinkLogin")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<LoginsResponse>> ListAsync(
        ClaimsPrincipal caller,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        var id = caller.UserId();
        var hasPassword = await database.Users.AnyAsync(
            user => user.Id == id && user.PasswordHash != null && user.PasswordHash != "",
            cancellationToken
        );

        // Without pages, because a user has at most one login for each provider account. Relies on ix_user_logins_user_id.
        var logins = await database
            .UserLogins.AsNoTracking()
            .Where(login => login.UserId == id)
            .OrderBy(login => login.Id)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new LoginsResponse(hasPassword, [.. logins.Select(LoginResponse.From)]));
    }

    private static async Task<Results<Created<LoginResponse>, ProblemHttpResult>> LinkAsync(
        LinkLoginRequest request,
        ClaimsPrincipal caller,
        LinkLogin link,
        CancellationToken cancellationToken
    ) =>
        (await link.ExecuteAsync(caller.UserId(), request, cancellationToken)).ToCreated(static login =>
            $"/api/users/me/logins/{login.Id}"
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> UnlinkAsync(
        Guid id,
        ClaimsPrincipal caller,
        UnlinkLogin unlink,
        CancellationToken cancellationToken
    ) => (await unlink.ExecuteAsync(caller.UserId(), id, cancellationToken)).ToNoContent();
}
