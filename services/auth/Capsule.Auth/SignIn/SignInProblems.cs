namespace Capsule.Auth.SignIn;

/// <summary>How sign-ins are refused, whichever way they go.</summary>
internal static class SignInProblems
{
    /// <summary>The stable name of: the address is to be proved first.</summary>
    public const string EmailNotVerified = "email-not-verified";

    /// <summary>What to do about <see cref="EmailNotVerified"/>.</summary>
    public const string EmailNotVerifiedDetail =
        "Prove first that the e-mail address is yours: POST /api/users/verify-email/resend sends another e-mail.";
}
