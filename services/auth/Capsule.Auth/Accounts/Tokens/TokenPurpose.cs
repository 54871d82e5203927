namespace Capsule.Auth.Accounts.Tokens;

/// <summary>What a token from an e-mail is good for.</summary>
public static class TokenPurpose
{
    /// <summary>To prove that the address is the user's.</summary>
    public const string VerifyEmail = "verify-email";

    /// <summary>To set a new password without the old one.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>To let go of the address for another one.</summary>
    public const string ChangeEmailOld = "change-email-old";

    /// <summary>To prove that the other one is the user's too.</summary>
    public const string ChangeEmailNew = "change-email-new";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [VerifyEmail, ResetPassword, ChangeEmailOld, ChangeEmailNew];
}
