using Capsule.Auth.Credentials.Proofs;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>How requests about two factors are refused.</summary>
internal static class TwoFactorProblems
{
    /// <summary>The stable name of: the password is right, and a code is needed too.</summary>
    public const string Required = "second-factor-required";

    /// <summary>The stable name of: the code is wrong or was used.</summary>
    public const string WrongCode = "wrong-code";

    /// <summary>What to do about <see cref="Required"/>.</summary>
    public const string RequiredDetail = "This account has two factors: send code as well, of the authenticator or a recovery code.";

    /// <summary>What to do about <see cref="WrongCode"/>.</summary>
    public const string WrongCodeDetail =
        "code is wrong or was used, or too many wrong ones were tried: take the next one, or wait some minutes.";

    /// <summary>The account has no two factors.</summary>
    public static Refusal Off { get; } = Refusal.Conflict("two-factor-off", "This account does not have two factors.");

    public static ProblemHttpResult Of(TwoFactorOutcome outcome) =>
        outcome switch
        {
            TwoFactorOutcome.WrongPassword => ApiProblem.Of(CurrentPassword.Wrong("password")),
            TwoFactorOutcome.WrongCode => ApiProblem.Forbidden(WrongCode, WrongCodeDetail),
            TwoFactorOutcome.NotBegun => ApiProblem.Conflict(
                "two-factor-not-begun",
                "There is nothing to confirm: begin with POST /api/users/me/two-factor."
            ),
            TwoFactorOutcome.AlreadyOn => ApiProblem.Conflict(
                "two-factor-on",
                "This account has two factors already: turn them off first."
            ),
            TwoFactorOutcome.Off => ApiProblem.Of(Off),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "is no refusal."),
        };
}
