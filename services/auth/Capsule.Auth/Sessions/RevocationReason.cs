namespace Capsule.Auth.Sessions;

/// <summary>Why a session was ended.</summary>
public static class RevocationReason
{
    /// <summary>The user signed out, or a client revoked its token.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>A replaced refresh token was used: somebody else has a copy.</summary>
    public const string Reuse = "reuse";

    /// <summary>The password was changed or reset.</summary>
    public const string PasswordChanged = "password-changed";

    /// <summary>Somebody proved the address outside the account's sessions.</summary>
    public const string AddressProved = "address-proved";

    /// <summary>An administrator ended it.</summary>
    public const string Administrator = "administrator";

    /// <summary>Two factors were turned on after the session began.</summary>
    public const string TwoFactorOn = "two-factor-on";

    /// <summary>The account was closed.</summary>
    public const string AccountClosed = "account-closed";

    /// <summary>The authorization code that the session began with was used again: somebody else has a copy.</summary>
    public const string CodeReuse = "code-reuse";

    /// <summary>The client that the session was granted to was deleted.</summary>
    public const string ClientDeleted = "client-deleted";
}
