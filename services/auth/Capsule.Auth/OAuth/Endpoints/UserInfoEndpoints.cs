using System.Security.Claims;
using Capsule.Auth.Protocol;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The userinfo endpoint (OpenID Connect Core 1.0, section 5.3).</summary>
internal static class UserInfoEndpoints
{
    public static void MapUserInfo(this IEndpointRouteBuilder tokens) =>
        tokens
            .MapMethods(ProtocolPaths.UserInfo, [HttpMethods.Get, HttpMethods.Post], AnswerAsync)
            .WithName("GetUserInfo")
            .RequireScope(OpenIdScopes.OpenId)
            .AllowDelegatedAccess();

    private static async Task<Results<Ok<UserInfoResponse>, ProblemHttpResult>> AnswerAsync(
        ClaimsPrincipal caller,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        var id = caller.UserId();
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id && user.Active, cancellationToken);
        return user is null
            ? ApiProblem.NotFound("user-not-found", "The account was closed.")
            : TypedResults.Ok(UserInfoResponse.Of(user, caller.HasScope(OpenIdScopes.Profile), caller.HasScope(OpenIdScopes.Email)));
    }
}
