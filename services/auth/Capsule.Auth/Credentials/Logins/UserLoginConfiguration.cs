using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Capsule.Auth.Credentials.Logins;

internal sealed class UserLoginConfiguration : IEntityTypeConfiguration<UserLogin>
{
    /// <summary>The unique index that links an account at a provider to at most one user.</summary>
    private const string UniqueSubject = "ix_user_logins_provider_subject";

    /// <summary>
    /// Whether a row was refused because the login is linked already. The index decides between two requests at the same time.
    /// </summary>
    public static bool IsLinked(PostgresException? exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UniqueSubject };

    public void Configure(EntityTypeBuilder<UserLogin> logins)
    {
        logins.Property(login => login.Provider).HasMaxLength(SignInAttemptConfiguration.MaxProviderLength);
        logins.Property(login => login.Subject).HasMaxLength(ExternalIdentity.MaxSubjectLength);
        logins.Property(login => login.Email).HasColumnType("citext");
        logins.HasOne<User>().WithMany().HasForeignKey(login => login.UserId).OnDelete(DeleteBehavior.Cascade);
        logins.HasIndex(login => new { login.Provider, login.Subject }).IsUnique().HasDatabaseName(UniqueSubject);
    }
}
