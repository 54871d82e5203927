using System.Security.Claims;
using Capsule.Auth.Accounts.Closing;
using Capsule.Auth.Accounts.EmailAddresses;
using Capsule.Auth.Accounts.Passwords;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.SignIn;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Capsule.Auth.Accounts;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Accounts").ProducesValidationProblem();

        users.MapPost("verify-email", VerifyEmailAsync).WithName("VerifyEmail").ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        users.MapPost("verify-email/resend", ResendVerificationAsync).WithName("ResendVerification").WithLimit(Limits.AccountEmails);
        users.MapPost("forgot-password", ForgotPasswordAsync).WithName("ForgotPassword").WithLimit(Limits.AccountEmails);
        users.MapPost("reset-password", ResetPasswordAsync).WithName("ResetPassword").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        users.MapPost("confirm-email-change", ConfirmEmailChangeAsync).WithName("ConfirmEmailChange")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        users.MapPost("me/email", ChangeEmailAsync).WithName("ChangeEmail").RequireScope(Scopes.Account).RequireRecentAuthentication(StepUp.Minutes)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        users.MapDelete("me", CloseAsync).WithName("CloseAccount").RequireScope(Scopes.Account).RequireRecentAuthentication(StepUp.Minutes)
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyEmailAsync(
        EmailTokenRequest request, VerifyEmail verify, CancellationToken cancellationToken) =>
        (await verify.ExecuteAsync(request, cancellationToken)).ToNoContent();

    // The answer to these two is the same whether or not there is an account, and takes as long.
    private static async Task<Accepted> ResendVerificationAsync(
        EmailAddressRequest request, SendToken send, SteadyAnswer answer, CancellationToken cancellationToken)
    {
        await answer.AfterAsync(() => send.VerificationAsync(request.Email, cancellationToken), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Accepted> ForgotPasswordAsync(
        EmailAddressRequest request, SendToken send, SteadyAnswer answer, CancellationToken cancellationToken)
    {
        await answer.AfterAsync(() => send.ResetAsync(request.Email, cancellationToken), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetPasswordAsync(
        ResetPasswordRequest request, ResetPassword reset, CancellationToken cancellationToken) =>
        (await reset.ExecuteAsync(request, cancellationToken)).ToNoContent();

    private static async Task<Results<Accepted, ProblemHttpResult>> ChangeEmailAsync(
        ChangeEmailRequest request, ClaimsPrincipal caller, CurrentPassword password, ChangeEmail change, SteadyAnswer answer,
        CancellationToken cancellationToken)
    {
        if (await password.CheckAsync(caller.UserId(), request, cancellationToken) is not { } user)
        {
            return ApiProblem.Of(CurrentPassword.Wrong("password"));
        }

        var address = request.NewEmail.Trim();
        if (string.Equals(address, user.Email, StringComparison.OrdinalIgnoreCase))
        {
            return ApiProblem.Validation("newEmail", "is your address already.");
        }

        Outcome<Done> outcome = default;
        await answer.AfterAsync(async () => outcome = await change.RequestAsync(user, address, cancellationToken), cancellationToken);
        return outcome.To(static _ => TypedResults.Accepted((string?)null));
    }

    private static async Task<Results<Ok<EmailChangeResponse>, ProblemHttpResult>> ConfirmEmailChangeAsync(
        EmailTokenRequest request, ChangeEmail change, CancellationToken cancellationToken) =>
        (await change.ConfirmAsync(request, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        [FromBody] CloseAccountRequest request, ClaimsPrincipal caller, CurrentPassword password, CloseAccount close, CancellationToken cancellationToken) =>
        await password.CheckAsync(caller.UserId(), request, cancellationToken) is { } user
            ? (await close.ExecuteAsync(user, cancellationToken)).ToNoContent()
            : ApiProblem.Of(CurrentPassword.Wrong("password"));
}
