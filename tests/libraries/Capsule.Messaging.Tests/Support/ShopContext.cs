using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Messaging.Tests.Support;

[LibrarySchema<MessagingSchema>]
internal sealed class ShopContext(DbContextOptions<ShopContext> options) : ServiceDbContext(options, "shop")
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Effect> Effects => Set<Effect>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Order>();
        modelBuilder.Entity<Effect>(effect =>
        {
            effect.Property(row => row.Sequence).UseIdentityAlwaysColumn();
            effect.HasIndex(row => row.Number);
        });
    }
}
