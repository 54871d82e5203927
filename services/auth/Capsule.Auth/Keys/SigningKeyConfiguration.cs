using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Keys;

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> keys)
    {
        keys.Property(key => key.Kid).HasMaxLength(43);
        keys.Property(key => key.Algorithm).HasMaxLength(5).HasDefaultValueSql("'ES256'");
        keys.HasIndex(key => key.Kid).IsUnique();
        keys.ToTable(table =>
        {
            table.HasCheckConstraint("ck_signing_keys_times", "expires_at > active_from");
            table.HasCheckConstraint("ck_signing_keys_algorithm", "algorithm in ('ES256', 'RS256')");
        });
    }
}
