using Capsule.Data;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Bench.Messaging;

[LibrarySchema<MessagingSchema>]
internal sealed class BenchContext(DbContextOptions<BenchContext> options) : ServiceDbContext(options, "bench")
{
    public DbSet<Sale> Sales => Set<Sale>();

    public DbSet<Effect> Effects => Set<Effect>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Sale>();
        modelBuilder.Entity<Effect>();
    }
}
