using Capsule.Auth.Users;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Accounts.Tokens;

internal sealed class AccountTokenConfiguration : IEntityTypeConfiguration<AccountToken>
{
    public void Configure(EntityTypeBuilder<AccountToken> tokens)
    {
        tokens.ToTable(
            "account_tokens",
            table =>
                table.HasCheckConstraint(
                    "ck_account_tokens_purpose",
                    $"purpose in ({string.Join(", ", TokenPurpose.All.Select(purpose => $"'{purpose}'"))})"
                )
        );
        tokens.HasKey(token => new
        {
            token.UserId,
            token.Purpose,
            token.TokenHash,
        });
        tokens.Property(token => token.Purpose).HasMaxLength(20);
        tokens.Property(token => token.Email).IsCitext();
        tokens.Property(token => token.UsedByOwner).HasDefaultValue(false);
        tokens.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
        tokens.HasIndex(token => token.TokenHash).IsUnique();

        // For the cleanup of expired tokens.
        tokens.HasIndex(token => token.ExpiresAt);
    }
}
