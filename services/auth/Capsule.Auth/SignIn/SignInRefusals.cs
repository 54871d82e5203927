using Capsule.Web;

namespace Capsule.Auth.SignIn;

/// <summary>Why a sign-in is refused.</summary>
internal static class SignInRefusals
{
    /// <summary>The code of <see cref="EmailNotVerified"/>.</summary>
    public const string EmailNotVerifiedCode = "email-not-verified";

    /// <summary>There is no such user, the password is wrong, or the user may not sign in; a caller must not learn which.</summary>
    public static Refusal InvalidCredentials { get; } =
        Refusal.Unauthorized("invalid-credentials", "E-mail address or password is wrong, or the account may not sign in.");

    /// <summary>The user has to prove the e-mail address first. Only a caller who has authenticated may learn it.</summary>
    public static Refusal EmailNotVerified { get; } =
        Refusal.Forbidden(
            EmailNotVerifiedCode,
            "Prove first that the e-mail address is yours: POST /api/users/verify-email/resend sends another e-mail."
        );

    /// <summary>The access token belongs to an API key, a client or an administrator.</summary>
    public static Refusal NoSession { get; } =
        Refusal.Forbidden("no-session", "The access token belongs to no session of the user's own: sign in with POST /api/sessions.");
}
