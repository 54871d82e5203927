using Capsule.Web;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>Why the token of an e-mail is refused.</summary>
internal static class AccountTokenRefusals
{
    public static Refusal NotValid { get; } =
        Refusal.Unprocessable(
            "token-not-valid",
            "token is unknown, was used or cancelled, or has expired: ask for another e-mail.",
            field: "token"
        );
}
