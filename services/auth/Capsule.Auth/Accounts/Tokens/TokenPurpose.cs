namespace Capsule.Auth.Accounts.Tokens;

/// <summary>The purposes of tokens in e-mails.</summary>
public static class TokenPurpose
{
    /// <summary>Verifies the user's address.</summary>
    public const string VerifyEmail = "verify-email";

    /// <summary>Sets a new password without the old one.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>Confirms at the old address that it is replaced.</summary>
    public const string ChangeEmailOld = "change-email-old";

    /// <summary>Verifies the new address.</summary>
    public const string ChangeEmailNew = "change-email-new";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [VerifyEmail, ResetPassword, ChangeEmailOld, ChangeEmailNew];
}
