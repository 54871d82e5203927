using Capsule.Auth.Clients;
using Capsule.Auth.Sessions;
using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Authorization;

internal sealed class AuthorizationCodeConfiguration : IEntityTypeConfiguration<AuthorizationCode>
{
    /// <summary>Longest redirect URI in characters.</summary>
    public const int RedirectUriLength = 2000;

    /// <summary>Longest nonce in characters.</summary>
    public const int NonceLength = 500;

    public void Configure(EntityTypeBuilder<AuthorizationCode> codes)
    {
        codes.Property(code => code.RedirectUri).HasMaxLength(RedirectUriLength);
        codes.Property(code => code.CodeChallenge).HasMaxLength(43);
        codes.Property(code => code.Nonce).HasMaxLength(NonceLength);
        codes.HasOne<User>().WithMany().HasForeignKey(code => code.UserId).OnDelete(DeleteBehavior.Cascade);
        codes.HasOne<Session>().WithMany().HasForeignKey(code => code.SessionId).OnDelete(DeleteBehavior.Cascade);
        codes.HasOne<Client>().WithMany().HasForeignKey(code => code.ClientId).OnDelete(DeleteBehavior.Cascade);
        codes.HasIndex(code => code.CodeHash).IsUnique();

        // For ExpiredCodes. What the foreign keys need beside is made by convention.
        codes.HasIndex(code => code.ExpiresAt);
        codes.ToTable(table => table.HasCheckConstraint("ck_authorization_codes_used", "(used_at is null) = (begun_session_id is null)"));
    }
}
