using Microsoft.EntityFrameworkCore;

namespace Capsule.Data.Idempotency;

/// <summary>Adds the table of idempotency keys to a service's schema.</summary>
public static class IdempotencyModel
{
    /// <summary>Longest key in characters.</summary>
    public const int KeyLength = 200;

    /// <summary>Maps <see cref="IdempotencyKey"/> to <c>idempotency_keys</c>.</summary>
    public static ModelBuilder AddIdempotencyKeys(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        return modelBuilder.Entity<IdempotencyKey>(keys =>
        {
            keys.ToTable("idempotency_keys");
            keys.Property(key => key.Endpoint).HasMaxLength(200);
            keys.Property(key => key.Key).HasMaxLength(KeyLength);
            keys.Property(key => key.Body).HasColumnType("jsonb");
            keys.Property(key => key.Headers).HasColumnType("jsonb");
            keys.HasIndex(key => new { key.Endpoint, key.Key }).IsUnique();

            // Finds what has expired.
            keys.HasIndex(key => key.CreatedAt);
        });
    }
}
