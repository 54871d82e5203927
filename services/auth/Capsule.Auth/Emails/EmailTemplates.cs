namespace Capsule.Auth.Emails;

/// <summary>The templates of e-mails, and the values that each gets besides <c>name</c>.</summary>
internal static class EmailTemplates
{
    /// <summary>Verifies a new address: <c>token</c> for <c>/api/users/verify-email</c>.</summary>
    public const string VerifyEmail = "verify-email";

    /// <summary>Resets a forgotten password: <c>token</c> for <c>/api/users/reset-password</c>.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>
    /// Asks the old address to confirm a change: <c>token</c> for <c>/api/users/confirm-email-change</c>, and <c>newEmail</c>.
    /// </summary>
    public const string ChangeEmailOld = "change-email-old";

    /// <summary>Asks the new address to confirm a change: <c>token</c> for <c>/api/users/confirm-email-change</c>.</summary>
    public const string ChangeEmailNew = "change-email-new";

    /// <summary>Tells the owner of an account that another user wanted to change to its address.</summary>
    public const string EmailInUse = "email-in-use";

    /// <summary>Tells the owner of an account that somebody tried to register with its address.</summary>
    public const string AlreadyRegistered = "already-registered";

    /// <summary>Tells the old address that it was replaced: <c>newEmail</c>.</summary>
    public const string EmailChanged = "email-changed";

    /// <summary>Tells a user that the account was closed.</summary>
    public const string AccountClosed = "account-closed";

    /// <summary>Tells a user that two factors were turned on.</summary>
    public const string TwoFactorOn = "two-factor-on";

    /// <summary>Tells a user that two factors were turned off, by the user or an administrator.</summary>
    public const string TwoFactorOff = "two-factor-off";

    /// <summary>Tells a user that a login at a <c>provider</c> was linked to the account.</summary>
    public const string LoginLinked = "login-linked";

    /// <summary>Tells a user that a login at a <c>provider</c> was removed from the account.</summary>
    public const string LoginUnlinked = "login-unlinked";

    /// <summary>Tells a user that a recovery code was used, and how many are <c>left</c>.</summary>
    public const string RecoveryCodeUsed = "recovery-code-used";
}
