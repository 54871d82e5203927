namespace Capsule.Auth.Sessions;

/// <summary>Why a session was ended.</summary>
public static class RevocationReason
{
    /// <summary>Its user said so, or a client gave its token back.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>A refresh token was used that had been replaced: somebody else has it.</summary>
    public const string Reuse = "reuse";

    /// <summary>The password was changed or reset.</summary>
    public const string PasswordChanged = "password-changed";

    /// <summary>Somebody proved the address from outside the account's sessions.</summary>
    public const string AddressProved = "address-proved";

    /// <summary>An administrator said so.</summary>
    public const string Administrator = "administrator";

    /// <summary>Two factors were turned on, and it began without.</summary>
    public const string TwoFactorOn = "two-factor-on";

    /// <summary>The account was closed.</summary>
    public const string AccountClosed = "account-closed";

    /// <summary>The authorization code that it began with was used again: somebody else had it.</summary>
    public const string CodeReuse = "code-reuse";

    /// <summary>The client that it was let to was deleted.</summary>
    public const string ClientDeleted = "client-deleted";
}
