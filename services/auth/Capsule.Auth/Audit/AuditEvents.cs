namespace Capsule.Auth.Audit;

/// <summary>The names of what the audit log records: what it happened to, and what happened.</summary>
public static class AuditEvents
{
    /// <summary>Longest name in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Somebody signed up.</summary>
    public const string UserRegistered = "user.registered";

    /// <summary>A user changed their profile; <c>fields</c> says what of it.</summary>
    public const string ProfileChanged = "user.profile-changed";

    /// <summary>A user changed their password.</summary>
    public const string PasswordChanged = "user.password-changed";

    /// <summary>A user proved that their address is theirs.</summary>
    public const string EmailVerified = "user.email-verified";

    /// <summary>A user asked for a change of address; <c>newEmailHash</c> stands for the new one (<see cref="AuditedAddress"/>).</summary>
    public const string EmailChangeRequested = "user.email-change-requested";

    /// <summary>A user's address changed, which both had confirmed; <c>newEmailHash</c> stands for the new one.</summary>
    public const string EmailChanged = "user.email-changed";

    /// <summary>Somebody asked for an e-mail with which a forgotten password is reset.</summary>
    public const string PasswordResetRequested = "user.password-reset-requested";

    /// <summary>A forgotten password was reset by who got that e-mail.</summary>
    public const string PasswordReset = "user.password-reset";

    /// <summary>A user closed their account.</summary>
    public const string UserClosed = "user.closed";

    /// <summary>An administrator let a user sign in again.</summary>
    public const string UserActivated = "user.activated";

    /// <summary>An administrator lets a user no longer sign in; <c>apiKeys</c> says how many of their keys were revoked.</summary>
    public const string UserDeactivated = "user.deactivated";

    /// <summary>An administrator changed a user's roles; <c>before</c> and <c>after</c> say how.</summary>
    public const string RolesChanged = "user.roles-changed";

    /// <summary>An administrator took a token to act as a user; <c>reason</c> says why.</summary>
    public const string Impersonated = "user.impersonated";

    /// <summary>Who is signed in gave a wrong password where it was asked for again, or a right one while the account was locked.</summary>
    public const string PasswordRefused = "user.password-refused";

    /// <summary>Who is signed in gave a code that is wrong or was used, or a right one while the account was locked.</summary>
    public const string CodeRefused = "user.code-refused";

    /// <summary>A user turned two factors on.</summary>
    public const string TwoFactorOn = "user.two-factor-on";

    /// <summary>A user turned two factors off.</summary>
    public const string TwoFactorOff = "user.two-factor-off";

    /// <summary>An administrator turned a user's two factors off.</summary>
    public const string TwoFactorReset = "user.two-factor-reset";

    /// <summary>A user got new recovery codes in place of the old ones.</summary>
    public const string RecoveryCodesRenewed = "user.recovery-codes-renewed";

    /// <summary>A user can sign in at another provider from now on; <c>provider</c> says at which.</summary>
    public const string LoginLinked = "user.login-linked";

    /// <summary>A user can sign in there no longer; <c>provider</c> says where.</summary>
    public const string LoginUnlinked = "user.login-unlinked";

    /// <summary>A recovery code was used; <c>left</c> says how many there are still.</summary>
    public const string RecoveryCodeUsed = "user.recovery-code-used";

    /// <summary>Too many wrong passwords or codes in a row: the account takes none for a while.</summary>
    public const string LockedOut = "user.locked-out";

    /// <summary>All sessions of a user but the one that asked were ended; <c>reason</c> and <c>sessions</c> say why and how many.</summary>
    public const string SessionsEnded = "user.sessions-ended";

    /// <summary>A user signed in.</summary>
    public const string SignedIn = "session.began";

    /// <summary>Somebody did not get in; <c>reason</c> says why, <c>emailHash</c> stands for an address that nobody has.</summary>
    public const string SignInFailed = "session.refused";

    /// <summary>Somebody gave the right password of a user with two factors, and no code.</summary>
    public const string CodeMissing = "session.code-missing";

    /// <summary>A user proved once more who they are; <c>methods</c> says how.</summary>
    public const string SteppedUp = "session.stepped-up";

    /// <summary>A session was ended by its user, its client or an administrator; <c>reason</c> says which.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>A session was ended because a refresh token was used that had been replaced: somebody else has it.</summary>
    public const string TokenReused = "session.token-reused";

    /// <summary>The next signing key was made; <c>kid</c> and <c>activeFrom</c> say which and when it signs.</summary>
    public const string SigningKeyRotated = "signing-key.rotated";

    /// <summary>A user made an API key; <c>key</c>, <c>prefix</c>, <c>scopes</c> and <c>expiresAt</c> say which.</summary>
    public const string ApiKeyCreated = "api-key.created";

    /// <summary>A user revoked an API key.</summary>
    public const string ApiKeyRevoked = "api-key.revoked";

    /// <summary>An administrator made a client; <c>name</c>, <c>grantTypes</c> and <c>scopes</c> say what for.</summary>
    public const string ClientCreated = "client.created";

    /// <summary>An administrator gave a client another secret; <c>previousUntil</c> says how long the one before is good.</summary>
    public const string ClientSecretRotated = "client.secret-rotated";

    /// <summary>An administrator deleted a client; <c>sessions</c> says how many sessions ended with it.</summary>
    public const string ClientDeleted = "client.deleted";

    /// <summary>Somebody named a client and did not prove to be it.</summary>
    public const string ClientRefused = "client.refused";

    /// <summary>A client got a token for itself.</summary>
    public const string ClientToken = "client.token";

    /// <summary>A user let a client have an authorization code; <c>client</c> and <c>scopes</c> say whom and what.</summary>
    public const string CodeIssued = "code.issued";

    /// <summary>An authorization code was used a second time: the session that began with it was ended.</summary>
    public const string CodeReused = "code.reused";

    /// <summary>The owner of the database created the first administrator, or gave them another token to set a password with.</summary>
    public const string AdministratorCreated = "user.administrator-created";

    /// <summary>Months that are kept no longer were dropped; written by the database.</summary>
    public const string LogTrimmed = "audit-log.trimmed";

    /// <summary>All of them; what is not here cannot be added or asked for.</summary>
    public static IReadOnlySet<string> All { get; } =
        new SortedSet<string>(StringComparer.Ordinal)
        {
            UserRegistered,
            ProfileChanged,
            PasswordChanged,
            EmailVerified,
            EmailChangeRequested,
            EmailChanged,
            PasswordResetRequested,
            PasswordReset,
            UserClosed,
            UserActivated,
            UserDeactivated,
            RolesChanged,
            Impersonated,
            PasswordRefused,
            CodeRefused,
            TwoFactorOn,
            TwoFactorOff,
            TwoFactorReset,
            RecoveryCodesRenewed,
            RecoveryCodeUsed,
            LockedOut,
            SessionsEnded,
            SignedIn,
            SignInFailed,
            CodeMissing,
            SteppedUp,
            SessionEnded,
            TokenReused,
            SigningKeyRotated,
            LogTrimmed,
            ApiKeyCreated,
            ApiKeyRevoked,
            ClientCreated,
            ClientSecretRotated,
            ClientDeleted,
            ClientRefused,
            ClientToken,
            CodeIssued,
            CodeReused,
            LoginLinked,
            LoginUnlinked,
            AdministratorCreated,
        };
}
