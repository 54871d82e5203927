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

/// <summary>The auth service's schema: who may come in.</summary>
[LibrarySchema<IdempotencySchema>]
[LibrarySchema<MessagingSchema>]
public sealed class AuthDbContext(DbContextOptions<AuthDbContext> options) : ServiceDbContext(options, "auth")
{
    /// <summary>Everybody who signed up.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>What they are.</summary>
    public DbSet<UserRole> UserRoles => Set<UserRole>();

    /// <summary>Where they are signed in.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>What access tokens are signed with.</summary>
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    /// <summary>Tokens that e-mails carry.</summary>
    public DbSet<AccountToken> AccountTokens => Set<AccountToken>();

    /// <summary>Accounts that their users closed.</summary>
    public DbSet<ClosedAccount> ClosedAccounts => Set<ClosedAccount>();

    /// <summary>The apps that users' codes come from.</summary>
    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    /// <summary>What users sign in with who are without them.</summary>
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    /// <summary>How users like it.</summary>
    public DbSet<UserPreferences> UserPreferences => Set<UserPreferences>();

    /// <summary>E-mails that nobody sends.</summary>
    public DbSet<DevelopmentEmail> DevelopmentEmails => Set<DevelopmentEmail>();

    /// <summary>Secrets with which programs call as their owners.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Applications that get tokens.</summary>
    public DbSet<OAuthApplication> OAuthApplications => Set<OAuthApplication>();

    /// <summary>What users granted them.</summary>
    public DbSet<OAuthAuthorization> OAuthAuthorizations => Set<OAuthAuthorization>();

    /// <summary>Scopes beside those of the services.</summary>
    public DbSet<OAuthScope> OAuthScopes => Set<OAuthScope>();

    /// <summary>Codes and refresh tokens of applications.</summary>
    public DbSet<OAuthToken> OAuthTokens => Set<OAuthToken>();

    /// <summary>Users' accounts at other providers.</summary>
    public DbSet<UserLogin> UserLogins => Set<UserLogin>();

    /// <summary>Ways there and back that are under way.</summary>
    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();

    /// <summary>Wrong passwords that count.</summary>
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
