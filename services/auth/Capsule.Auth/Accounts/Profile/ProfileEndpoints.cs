using System.Security.Claims;
using Capsule.Auth.Accounts.Registration;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.Profile;

internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Users");

        users.MapGet("me", GetProfileAsync).WithName("GetProfile").RequireScope(Scopes.Account).AllowDelegatedAccess();
        users
            .MapPatch("me", UpdateProfileAsync)
            .WithName("UpdateProfile")
            .RequireScope(Scopes.Account)
            .AllowDelegatedAccess()
            .ProducesValidationProblem();
        users
            .MapGet("{id:guid}", GetAsync)
            .WithName("GetUser")
            .RequireScope(Scopes.Account)
            .AllowDelegatedAccess()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        ClaimsPrincipal caller,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        if (!caller.MayRead(id, Scopes.UsersRead))
        {
            return ApiProblem.Forbidden(
                "not-your-account",
                $"Accounts of others need the scope {Scopes.UsersRead}; yours is at /api/users/me."
            );
        }

        var user = await database
            .Users.AsNoTracking()
            .Where(user => user.Id == id)
            .Select(user => new UserResponse(user.Id, user.Email!, user.Name, user.CreatedAt))
            .SingleOrDefaultAsync(cancellationToken);
        return user is null ? ApiProblem.NotFound("user-not-found", $"There is no user {id}.") : TypedResults.Ok(user);
    }

    private static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> GetProfileAsync(
        ClaimsPrincipal caller,
        FindProfile find,
        CancellationToken cancellationToken
    ) => (await find.ExecuteAsync(caller.UserId(), cancellationToken)).ToOk();

    private static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> UpdateProfileAsync(
        UpdateProfileRequest request,
        ClaimsPrincipal caller,
        UpdateProfile update,
        CancellationToken cancellationToken
    ) => (await update.ExecuteAsync(caller.UserId(), request, cancellationToken)).ToOk();
}
