using Microsoft.EntityFrameworkCore;

namespace Capsule.Data.Idempotency;

/// <summary>The table of idempotency keys.</summary>
public sealed class IdempotencySchema() : LibrarySchema("Capsule.Data.Idempotency", new DataSchema())
{
    /// <summary>Maximum length of a key in characters.</summary>
    public const int KeyLength = 200;

    /// <inheritdoc/>
    protected internal override void Map(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<IdempotencyKey>(keys =>
        {
            keys.ToTable("idempotency_keys", table => table.ExcludeFromMigrations());
            keys.Property(key => key.Endpoint).HasMaxLength(200);
            keys.Property(key => key.Key).HasMaxLength(KeyLength);
            keys.Property(key => key.Body).HasColumnType("jsonb");
            keys.Property(key => key.Headers).HasColumnType("jsonb");
        });
    }
}
