using System.Security.Claims;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Sessions;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Accounts.EmailAddresses;

internal static class EmailAddressEndpoints
{
    public static void MapEmailAddresses(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Accounts").ProducesValidationProblem();

        users
            .MapPost("verify-email", VerifyEmailAsync)
            .WithName("VerifyEmail")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        users.MapPost("verify-email/resend", ResendVerificationAsync).WithName("ResendVerification").WithLimit(Limits.AccountEmails);
        users
            .MapPost("confirm-email-change", ConfirmEmailChangeAsync)
            .WithName("ConfirmEmailChange")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        users
            .MapPost("me/email", ChangeEmailAsync)
            .WithName("ChangeEmail")
            .RequireScope(Scopes.Account)
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyEmailAsync(
        EmailTokenRequest request,
        VerifyEmail verify,
        CancellationToken cancellationToken
    ) => (await verify.ExecuteAsync(request, cancellationToken)).ToNoContent();

    // The answer and its time do not reveal whether an account exists.
    private static async Task<Accepted> ResendVerificationAsync(
        EmailAddressRequest request,
        SendToken send,
        SteadyAnswer answer,
        CancellationToken cancellationToken
    )
    {
        await answer.AfterAsync(() => send.VerificationAsync(request.Email, cancellationToken), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ChangeEmailAsync(
        ChangeEmailRequest request,
        ClaimsPrincipal caller,
        CurrentPassword password,
        ChangeEmail change,
        SteadyAnswer answer,
        CancellationToken cancellationToken
    )
    {
        var proved = await password.CheckAsync(caller.UserId(), request, cancellationToken);
        if (proved.Refusal is { } refusal)
        {
            return ApiProblem.Of(refusal);
        }

        var (user, address) = (proved.Value, request.NewEmail.Trim());
        if (string.Equals(address, user.Email, StringComparison.OrdinalIgnoreCase))
        {
            return ApiProblem.Validation("newEmail", "is your address already.");
        }

        Outcome<Done> outcome = default;
        await answer.AfterAsync(async () => outcome = await change.RequestAsync(user, address, cancellationToken), cancellationToken);
        return outcome.To(static _ => TypedResults.Accepted((string?)null));
    }

    private static async Task<Results<Ok<EmailChangeResponse>, ProblemHttpResult>> ConfirmEmailChangeAsync(
        EmailTokenRequest request,
        ChangeEmail change,
        CancellationToken cancellationToken
    ) => (await change.ConfirmAsync(request, cancellationToken)).ToOk();
}
