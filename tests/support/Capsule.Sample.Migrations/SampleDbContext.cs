using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Sample.Migrations;

/// <summary>A small service's schema: accounts, their orders, and readings over time.</summary>
[LibrarySchema<DataSchema>]
public sealed class SampleDbContext(DbContextOptions<SampleDbContext> options) : ServiceDbContext(options, "sample")
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Reading> Readings => Set<Reading>();

    public override IReadOnlyList<RuntimeSetting> RuntimeSettings =>
        [
            RuntimeSetting.Number("Sample:PageSize", "Rows of a page.", 50, 1, 1000),
            RuntimeSetting.Period(
                "Sample:Retention",
                "How long readings stay.",
                TimeSpan.FromDays(7),
                TimeSpan.FromDays(1),
                TimeSpan.FromDays(365)
            ),
        ];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Account>(account =>
        {
            account.Property(row => row.Email).IsCitext();
            account.HasIndex(row => row.Email).IsUnique();
            account.HasMany(row => row.Orders).WithOne().HasForeignKey(row => row.AccountId);
        });
        modelBuilder.Entity<Order>(order => order.Property<long>("Number").UseIdentityAlwaysColumn());
        modelBuilder.Entity<Reading>(reading => reading.HasKey(row => new { row.Source, row.At }));
    }
}

public sealed class Account : Entity
{
    public required string Email { get; set; }

    public List<Order> Orders { get; } = [];
}

public sealed class Order : Entity
{
    public Guid AccountId { get; private set; }

    public long AmountMinor { get; set; }

    public required string Currency { get; set; }
}

public sealed class Reading
{
    public required string Source { get; init; }

    public DateTimeOffset At { get; init; }

    public long Value { get; set; }
}
