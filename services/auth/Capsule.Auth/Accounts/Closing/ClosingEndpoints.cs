using System.Security.Claims;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Sessions;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Capsule.Auth.Accounts.Closing;

internal static class ClosingEndpoints
{
    public static void MapClosing(this IEndpointRouteBuilder app) =>
        app.MapDelete("/api/users/me", CloseAsync)
            .WithName("CloseAccount")
            .WithTags("Accounts")
            .RequireScope(Scopes.Account)
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        [FromBody] CloseAccountRequest request,
        ClaimsPrincipal caller,
        CurrentPassword password,
        CloseAccount close,
        CancellationToken cancellationToken
    )
    {
        var proved = await password.CheckAsync(caller.UserId(), request, cancellationToken);
        return proved.Refusal is { } refusal
            ? ApiProblem.Of(refusal)
            : (await close.ExecuteAsync(proved.Value, cancellationToken)).ToNoContent();
    }
}
