using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Credentials.Logins;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.SignIn.External;

/// <summary>How the API refuses a sign-in at a provider.</summary>
internal static class ExternalSignInProblems
{
    public static ProblemHttpResult Of(ExternalSignInAnswer answer) =>
        answer.Outcome switch
        {
            ExternalSignInOutcome.CodeIsNotValid => ApiProblem.Of(OpenedAttempt.NotValid()),
            ExternalSignInOutcome.NotActive => ApiProblem.Forbidden("account-not-active", "The account was closed, or may not sign in."),
            ExternalSignInOutcome.EmailIsUnverified => ApiProblem.Forbidden(
                SignInProblems.EmailNotVerified,
                SignInProblems.EmailNotVerifiedDetail
            ),
            ExternalSignInOutcome.SecondFactorIsMissing => ApiProblem.Unauthorized(
                TwoFactorProblems.Required,
                TwoFactorProblems.RequiredDetail
            ),
            ExternalSignInOutcome.CodeIsWrong => ApiProblem.Unauthorized(TwoFactorProblems.WrongCode, TwoFactorProblems.WrongCodeDetail),
            ExternalSignInOutcome.AddressIsMissing => ApiProblem.Unprocessable(
                "provider-email-missing",
                $"{answer.Provider} tells no e-mail address that it has proof of: verify one there and let it be told, or sign up with a password and link {answer.Provider} then."
            ),
            ExternalSignInOutcome.AddressIsTaken => ApiProblem.Conflict(
                "email-taken",
                $"There is an account with this address. If it is yours, sign in to it as you did before and link {answer.Provider}: POST /api/users/me/logins takes the same code."
            ),
            ExternalSignInOutcome.AccountChanged => ApiProblem.Conflict(
                "account-changed",
                "The account was changed while you signed in: begin anew."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Outcome, "is no refusal."),
        };
}
