using Capsule.Auth.Users;
using Capsule.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.ApiKeys;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> keys)
    {
        keys.Property(key => key.Name).HasMaxLength(ApiKey.MaxNameLength);
        keys.Property(key => key.Prefix).HasMaxLength(ApiKeyFormat.PublicLength);
        keys.HasOne<User>().WithMany().HasForeignKey(key => key.UserId).OnDelete(DeleteBehavior.Cascade);

        // For the use of a key. No index has a column that a use changes.
        keys.HasIndex(key => key.Prefix).IsUnique();

        // For a user's keys, newest first.
        keys.HasIndex(key => new { key.UserId, key.Id });

        // For RevocationTable: keys that were just revoked.
        keys.HasIndex(key => key.RevokedAt).HasFilter("revoked_at is not null");
        keys.ToTable(table => table.HasCheckConstraint("ck_api_keys_name", "length(trim(name)) > 0"));
    }
}
