using System.Security.Claims;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Accounts.Passwords;

internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Accounts").ProducesValidationProblem();

        users.MapPost("forgot-password", ForgotPasswordAsync).WithName("ForgotPassword").WithLimit(Limits.AccountEmails);
        users
            .MapPost("reset-password", ResetPasswordAsync)
            .WithName("ResetPassword")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        app.MapPut("/api/users/me/password", ChangePasswordAsync)
            .WithName("ChangePassword")
            .WithTags("Users")
            .RequireScope(Scopes.Account)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    // The answer and its time do not reveal whether an account exists.
    private static async Task<Accepted> ForgotPasswordAsync(
        EmailAddressRequest request,
        SendToken send,
        SteadyAnswer answer,
        CancellationToken cancellationToken
    )
    {
        await answer.AfterAsync(() => send.ResetAsync(request.Email, cancellationToken), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetPasswordAsync(
        ResetPasswordRequest request,
        ResetPassword reset,
        CancellationToken cancellationToken
    ) => (await reset.ExecuteAsync(request, cancellationToken)).ToNoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePasswordAsync(
        ChangePasswordRequest request,
        ClaimsPrincipal caller,
        ChangePassword change,
        CancellationToken cancellationToken
    ) => (await change.ExecuteAsync(caller.UserId(), caller.SessionId(), request, cancellationToken)).ToNoContent();
}
