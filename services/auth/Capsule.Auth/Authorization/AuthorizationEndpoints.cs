using System.Security.Claims;
using Capsule.Auth.Cleanup;
using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Authorization;

/// <summary><c>/connect/authorize</c> for first-party apps, and <c>/connect/userinfo</c>.</summary>
internal static class AuthorizationEndpoints
{
    public static IServiceCollection AddAuthorizationCodes(this IServiceCollection services) =>
        services.AddScoped<IssueCode>().AddScoped<ExchangeCode>().AddScoped<ICleanup, ExpiredCodes>();

    public static void MapAuthorization(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/connect").WithTags("Tokens");

        group.MapPost("authorize", AuthorizeAsync).WithName("Authorize").RequireScope(Scopes.Account)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapMethods("userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfoAsync).WithName("GetUserInfo").RequireScope(OpenIdScopes.OpenId).AllowDelegatedAccess();
    }

    private static async Task<Results<Ok<AuthorizeResponse>, ProblemHttpResult>> AuthorizeAsync(
        AuthorizeRequest request, ClaimsPrincipal caller, IssueCode issue, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return await issue.ExecuteAsync(request, caller, cancellationToken);
    }

    private static async Task<Results<Ok<UserInfoResponse>, ProblemHttpResult>> UserInfoAsync(
        ClaimsPrincipal caller, AuthDbContext database, CancellationToken cancellationToken)
    {
        var id = caller.UserId();
        var (profile, email) = (caller.HasScope(OpenIdScopes.Profile), caller.HasScope(OpenIdScopes.Email));
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id && user.Active, cancellationToken);
        return user is null
            ? ApiProblem.NotFound("user-not-found", "The account was closed.")
            : TypedResults.Ok(new UserInfoResponse
            {
                Subject = user.Id,
                Name = profile ? user.Name : null,
                TimeZone = profile ? user.TimeZone : null,
                Locale = profile ? user.Locale : null,
                Email = email ? user.Email : null,
                EmailVerified = email ? user.EmailConfirmed : null,
            });
    }
}
