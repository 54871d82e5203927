namespace Capsule.Auth.Emails;

/// <summary>The e-mails that go out, and what each is given besides <c>name</c>.</summary>
internal static class EmailTemplates
{
    /// <summary>To a new address: <c>token</c> for <c>/api/users/verify-email</c>.</summary>
    public const string VerifyEmail = "verify-email";

    /// <summary>To who forgot their password: <c>token</c> for <c>/api/users/reset-password</c>.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>
    /// To the address that is to be replaced: <c>token</c> for <c>/api/users/confirm-email-change</c>, and <c>newEmail</c>.
    /// </summary>
    public const string ChangeEmailOld = "change-email-old";

    /// <summary>To the address that is to replace it: <c>token</c> for <c>/api/users/confirm-email-change</c>.</summary>
    public const string ChangeEmailNew = "change-email-new";

    /// <summary>To that address instead, when it is another account's.</summary>
    public const string EmailInUse = "email-in-use";

    /// <summary>To the owner of an account with whose address somebody signed up.</summary>
    public const string AlreadyRegistered = "already-registered";

    /// <summary>To the address that was replaced: <c>newEmail</c>.</summary>
    public const string EmailChanged = "email-changed";

    /// <summary>To who closed their account.</summary>
    public const string AccountClosed = "account-closed";

    /// <summary>To who turned two factors on.</summary>
    public const string TwoFactorOn = "two-factor-on";

    /// <summary>To who turned them off, or for whom an administrator did.</summary>
    public const string TwoFactorOff = "two-factor-off";

    /// <summary>To whose account one at another <c>provider</c> was linked.</summary>
    public const string LoginLinked = "login-linked";

    /// <summary>To whose account one at another <c>provider</c> was taken from.</summary>
    public const string LoginUnlinked = "login-unlinked";

    /// <summary>To whose recovery code was used: how many are <c>left</c>.</summary>
    public const string RecoveryCodeUsed = "recovery-code-used";
}
