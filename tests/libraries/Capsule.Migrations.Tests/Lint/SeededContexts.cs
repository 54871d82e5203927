using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Capsule.Migrations.Tests.Lint;

/// <summary>What a plan costs.</summary>
internal sealed class Plan
{
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public DateTime Since { get; set; }

    public PlanKind Kind { get; set; }
}

internal enum PlanKind
{
    Free,
    Paid,
}

internal abstract class SeededContext(DbContextOptions options) : ServiceDbContext(options, "seeded")
{
    protected abstract Plan Plan { get; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Plan>(plan =>
        {
            plan.Property(row => row.Kind).HasConversion<string>();
            plan.HasData(Plan);
        });
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>A key and a time that are new in every build of the model.</summary>
internal sealed class VolatileContext(DbContextOptions<VolatileContext> options) : SeededContext(options)
{
    protected override Plan Plan =>
        new()
        {
            Id = Guid.NewGuid(),
            Name = "free",
            Since = DateTime.UtcNow,
        };
}

/// <summary>Default values that are new in every build of the model.</summary>
internal sealed class VolatileDefaultContext(DbContextOptions<VolatileDefaultContext> options) : ServiceDbContext(options, "seeded")
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Plan>(plan =>
        {
            plan.Property(row => row.Since).HasDefaultValue(DateTime.UtcNow);
            plan.Property(row => row.Name).HasDefaultValueSql($"'{Guid.NewGuid()}'");
        });
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>A key that is new in every process.</summary>
internal sealed class StaticContext(DbContextOptions<StaticContext> options) : SeededContext(options)
{
    private static readonly Guid Id = Guid.NewGuid();

    protected override Plan Plan =>
        new()
        {
            Id = Id,
            Name = "free",
            Since = Constant.Start,
            Kind = PlanKind.Paid,
        };
}

/// <summary>The same in every process.</summary>
internal sealed class ConstantContext(DbContextOptions<ConstantContext> options) : SeededContext(options)
{
    protected override Plan Plan =>
        new()
        {
            Id = Constant.Id,
            Name = "free",
            Since = Constant.Start,
            Kind = PlanKind.Paid,
        };
}

internal static class Constant
{
    public static readonly Guid Id = new("0190b6a0-0000-7000-8000-000000000001");

    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}

internal abstract class SeededSnapshot : ModelSnapshot
{
    // As EF Core writes it: without a type of the service.
    protected override void BuildModel(ModelBuilder modelBuilder) =>
        modelBuilder.Entity(
            "Capsule.Migrations.Tests.Lint.Plan",
            plan =>
            {
                plan.Property<Guid>("Id").HasColumnName("id");
                plan.Property<string>("Name").HasColumnName("name");
                plan.Property<DateTime>("Since").HasColumnName("since");
                plan.Property<string>("Kind").HasColumnName("kind");
                plan.HasKey("Id");
                plan.ToTable("plans", "seeded");
                plan.HasData(
                    new
                    {
                        Constant.Id,
                        Name = "free",
                        Since = Constant.Start,
                        Kind = "Paid",
                    }
                );
            }
        );
}

[DbContext(typeof(StaticContext))]
internal sealed class StaticSnapshot : SeededSnapshot;

[DbContext(typeof(ConstantContext))]
internal sealed class ConstantSnapshot : SeededSnapshot;
