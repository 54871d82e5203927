using Capsule.Auth.Accounts;
using Capsule.Auth.Accounts.Closing;
using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Emails;
using Capsule.Auth.Keys;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Preferences;
using Capsule.Auth.Users.Roles;
using Capsule.Auth.Web;
using Capsule.Data;
using Capsule.Data.Idempotency;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using SessionOptions = Capsule.Auth.Sessions.SessionOptions;

namespace Capsule.Auth;

/// <summary>The schema of the auth service.</summary>
[LibrarySchema<IdempotencySchema>]
[LibrarySchema<MessagingSchema>]
public sealed class AuthDbContext(DbContextOptions<AuthDbContext> options) : ServiceDbContext(options, "auth")
{
    /// <summary>Registered users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>The roles of users.</summary>
    public DbSet<UserRole> UserRoles => Set<UserRole>();

    /// <summary>The sessions of users.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>The keys that sign tokens.</summary>
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    /// <summary>Tokens in e-mails.</summary>
    public DbSet<AccountToken> AccountTokens => Set<AccountToken>();

    /// <summary>Closed accounts.</summary>
    public DbSet<ClosedAccount> ClosedAccounts => Set<ClosedAccount>();

    /// <summary>The authenticator apps of users.</summary>
    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    /// <summary>The recovery codes of users.</summary>
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    /// <summary>Per-user preferences.</summary>
    public DbSet<UserPreferences> UserPreferences => Set<UserPreferences>();

    /// <summary>The mailbox of Development.</summary>
    public DbSet<DevelopmentEmail> DevelopmentEmails => Set<DevelopmentEmail>();

    /// <summary>The API keys of users.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>OAuth clients.</summary>
    public DbSet<OAuthApplication> OAuthApplications => Set<OAuthApplication>();

    /// <summary>The grants of users to OAuth clients.</summary>
    public DbSet<OAuthAuthorization> OAuthAuthorizations => Set<OAuthAuthorization>();

    /// <summary>Scopes of OpenIddict's store.</summary>
    public DbSet<OAuthScope> OAuthScopes => Set<OAuthScope>();

    /// <summary>Codes and refresh tokens of OAuth clients.</summary>
    public DbSet<OAuthToken> OAuthTokens => Set<OAuthToken>();

    /// <summary>The logins of users at providers.</summary>
    public DbSet<UserLogin> UserLogins => Set<UserLogin>();

    /// <summary>Attempts to sign in at providers.</summary>
    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();

    /// <summary>Counts of wrong passwords.</summary>
    public DbSet<PasswordFailures> PasswordFailures => Set<PasswordFailures>();

    /// <inheritdoc/>
    public override IReadOnlyList<RuntimeSetting> RuntimeSettings =>
        [
            .. MessagingSettings.All,
            .. Limits.All.SelectMany(policy => policy.Settings),
            AccountOptions.AnonymiseAfterSetting,
            EmailOptions.MailboxRetentionSetting,
            SessionOptions.RetentionSetting,
        ];

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.UseOpenIddict<OAuthApplication, OAuthAuthorization, OAuthScope, OAuthToken, Guid>();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuthDbContext).Assembly);
    }
}
