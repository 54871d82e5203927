namespace Capsule.Auth.Audit;

/// <summary>The names of audit events: the thing that something happened to, and what happened.</summary>
public static class AuditEvents
{
    /// <summary>Maximum length of a name in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Somebody signed up.</summary>
    public const string UserRegistered = "user.registered";

    /// <summary>A user changed the profile; <c>fields</c> names the fields.</summary>
    public const string ProfileChanged = "user.profile-changed";

    /// <summary>A user changed the password.</summary>
    public const string PasswordChanged = "user.password-changed";

    /// <summary>A user proved the e-mail address.</summary>
    public const string EmailVerified = "user.email-verified";

    /// <summary>
    /// A user asked to change the address; <c>newEmailHash</c> stands for the new address (<see cref="AuditedAddress"/>).
    /// </summary>
    public const string EmailChangeRequested = "user.email-change-requested";

    /// <summary>A user's address changed after both addresses had confirmed it; <c>newEmailHash</c> stands for the new address.</summary>
    public const string EmailChanged = "user.email-changed";

    /// <summary>A caller asked for the e-mail that resets a forgotten password.</summary>
    public const string PasswordResetRequested = "user.password-reset-requested";

    /// <summary>A forgotten password was reset with the token of that e-mail.</summary>
    public const string PasswordReset = "user.password-reset";

    /// <summary>A user closed the account.</summary>
    public const string UserClosed = "user.closed";

    /// <summary>An administrator activated a user.</summary>
    public const string UserActivated = "user.activated";

    /// <summary>An administrator deactivated a user; <c>apiKeys</c> is the number of revoked keys.</summary>
    public const string UserDeactivated = "user.deactivated";

    /// <summary>An administrator changed a user's roles from <c>before</c> to <c>after</c>.</summary>
    public const string RolesChanged = "user.roles-changed";

    /// <summary>An administrator got a token to act as a user; <c>reason</c> says why.</summary>
    public const string Impersonated = "user.impersonated";

    /// <summary>A signed-in user gave a wrong password, or a right one while the account was locked.</summary>
    public const string PasswordRefused = "user.password-refused";

    /// <summary>A signed-in user gave a code that is wrong or was used, or a right one while the account was locked.</summary>
    public const string CodeRefused = "user.code-refused";

    /// <summary>A user turned two factors on.</summary>
    public const string TwoFactorOn = "user.two-factor-on";

    /// <summary>A user turned two factors off.</summary>
    public const string TwoFactorOff = "user.two-factor-off";

    /// <summary>An administrator turned a user's two factors off.</summary>
    public const string TwoFactorReset = "user.two-factor-reset";

    /// <summary>A user replaced the recovery codes.</summary>
    public const string RecoveryCodesRenewed = "user.recovery-codes-renewed";

    /// <summary>A user linked a login at a <c>provider</c>.</summary>
    public const string LoginLinked = "user.login-linked";

    /// <summary>A user removed a login at a <c>provider</c>.</summary>
    public const string LoginUnlinked = "user.login-unlinked";

    /// <summary>A recovery code was used; <c>left</c> is the number of unused ones.</summary>
    public const string RecoveryCodeUsed = "user.recovery-code-used";

    /// <summary>The account was locked for some time after too many wrong passwords or codes.</summary>
    public const string LockedOut = "user.locked-out";

    /// <summary>All sessions of a user except the caller's were ended; <c>reason</c> and <c>sessions</c> say why and how many.</summary>
    public const string SessionsEnded = "user.sessions-ended";

    /// <summary>A user signed in.</summary>
    public const string SignedIn = "session.began";

    /// <summary>A sign-in failed; <c>reason</c> says why, <c>emailHash</c> stands for an address that no account has.</summary>
    public const string SignInFailed = "session.refused";

    /// <summary>A sign-in had the right password of a user with two factors, and no code.</summary>
    public const string CodeMissing = "session.code-missing";

    /// <summary>A user stepped up; <c>methods</c> says how.</summary>
    public const string SteppedUp = "session.stepped-up";

    /// <summary>A session was ended by its user, its client or an administrator; <c>reason</c> says by whom.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>A session was ended because a replaced refresh token was used: somebody else has a copy.</summary>
    public const string TokenReused = "session.token-reused";

    /// <summary>The next signing key <c>kid</c> was created, which signs from <c>activeFrom</c>.</summary>
    public const string SigningKeyRotated = "signing-key.rotated";

    /// <summary>A user created an API key; <c>key</c>, <c>prefix</c>, <c>scopes</c> and <c>expiresAt</c> describe it.</summary>
    public const string ApiKeyCreated = "api-key.created";

    /// <summary>A user revoked an API key.</summary>
    public const string ApiKeyRevoked = "api-key.revoked";

    /// <summary>An administrator created a client; <c>name</c>, <c>grantTypes</c> and <c>scopes</c> describe it.</summary>
    public const string ClientCreated = "client.created";

    /// <summary>An administrator rotated a client's secret; <c>previousUntil</c> says when the previous one expires.</summary>
    public const string ClientSecretRotated = "client.secret-rotated";

    /// <summary>An administrator deleted a client; <c>sessions</c> is the number of grants that ended with it.</summary>
    public const string ClientDeleted = "client.deleted";

    /// <summary>The authentication of a client failed.</summary>
    public const string ClientRefused = "client.refused";

    /// <summary>A client got a token for itself.</summary>
    public const string ClientToken = "client.token";

    /// <summary>A user granted <c>scopes</c> to a <c>client</c>, which got an authorization code.</summary>
    public const string CodeIssued = "code.issued";

    /// <summary>An authorization code was used a second time, so the grant that began with it was ended.</summary>
    public const string CodeReused = "code.reused";

    /// <summary>
    /// The owner of the database created the first administrator, or another token that sets the administrator's password.
    /// </summary>
    public const string AdministratorCreated = "user.administrator-created";

    /// <summary>The database dropped months that are older than the retention.</summary>
    public const string LogTrimmed = "audit-log.trimmed";

    /// <summary>All names; no other can be written or filtered by.</summary>
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
