using System.Security.Claims;
using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Audit;
using Capsule.Auth.Users;
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
        AuthDbContext database,
        CancellationToken cancellationToken
    ) => await ProfileAsync(database, caller.UserId(), cancellationToken);

    private static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> UpdateProfileAsync(
        UpdateProfileRequest request,
        ClaimsPrincipal caller,
        AuthDbContext database,
        AuditLog audit,
        CancellationToken cancellationToken
    )
    {
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name))
        {
            return ApiProblem.Validation("name", "must not be empty.");
        }

        if (request.TimeZone is not null && !Locales.IsTimeZone(request.TimeZone))
        {
            return ApiProblem.Validation("timeZone", "must be the IANA name of a time zone, such as Europe/Berlin.");
        }

        if (request.Locale is not null && !Locales.IsLocale(request.Locale))
        {
            return ApiProblem.Validation("locale", "must be a BCP 47 tag, such as en or pt-BR.");
        }

        var id = caller.UserId();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var changed = await database
            .Users.Where(user => user.Id == id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(user => user.Name, user => request.Name == null ? user.Name : request.Name.Trim())
                        .SetProperty(user => user.TimeZone, user => request.TimeZone ?? user.TimeZone)
                        .SetProperty(user => user.Locale, user => request.Locale ?? user.Locale),
                cancellationToken
            );
        if (changed > 0 && request.Fields() is { Length: > 0 } fields)
        {
            audit.Add(AuditEvents.ProfileChanged, id, new { Fields = fields });
            await database.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return await ProfileAsync(database, id, cancellationToken);
    }

    private static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> ProfileAsync(
        AuthDbContext database,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        var profile = await database
            .Users.AsNoTracking()
            .Where(user => user.Id == id)
            .Select(user => new ProfileResponse(
                user.Id,
                user.Email!,
                user.EmailConfirmed,
                user.Name,
                user.TimeZone,
                user.Locale,
                user.LastSignInAt,
                user.CreatedAt,
                database.UserRoles.Where(role => role.UserId == id).OrderBy(role => role.Role).Select(role => role.Role).ToList()
            ))
            .SingleOrDefaultAsync(cancellationToken);
        return profile is null ? ApiProblem.NotFound("user-not-found", "The account was closed.") : TypedResults.Ok(profile);
    }
}
