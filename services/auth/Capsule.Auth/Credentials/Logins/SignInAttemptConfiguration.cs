using Capsule.Auth.Protocol;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Credentials.Logins;

internal sealed class SignInAttemptConfiguration : IEntityTypeConfiguration<SignInAttempt>
{
    /// <summary>Maximum length of a provider's name in characters.</summary>
    public const int MaxProviderLength = 32;

    public void Configure(EntityTypeBuilder<SignInAttempt> attempts)
    {
        attempts.Property(attempt => attempt.Provider).HasMaxLength(MaxProviderLength);
        attempts.Property(attempt => attempt.RedirectUri).HasMaxLength(SignInAttempt.MaxRedirectUriLength);
        attempts.Property(attempt => attempt.ClientState).HasMaxLength(OpaqueParameter.MaxStateLength);
        attempts.Property(attempt => attempt.CodeChallenge).HasMaxLength(CodeChallenge.Length);
        attempts.Property(attempt => attempt.Subject).HasMaxLength(ExternalIdentity.MaxSubjectLength);
        attempts.Property(attempt => attempt.Email).HasColumnType("citext");
        attempts.Property(attempt => attempt.Name).HasMaxLength(User.MaxNameLength);
        attempts.HasIndex(attempt => attempt.StateHash).IsUnique();
        attempts.HasIndex(attempt => attempt.CodeHash).IsUnique().HasFilter("code_hash is not null");

        // For the cleanup of expired attempts.
        attempts.HasIndex(attempt => attempt.ExpiresAt);
        attempts.ToTable(table => table.HasCheckConstraint("ck_sign_in_attempts_code", "(code_hash is null) = (subject is null)"));
    }
}
