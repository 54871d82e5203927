using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Testing;

/// <summary>The context of a service that exists in these tests only.</summary>
public sealed class OrdersContext(DbContextOptions<OrdersContext> options) : ServiceDbContext(options, "orders")
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Order>().HasIndex(order => order.Number).IsUnique();
    }
}

public sealed class Order : Entity
{
    public required string Number { get; init; }
}

/// <summary>The same of a service that uses a library with tables.</summary>
[LibrarySchema<DataSchema>]
public sealed class SettledOrdersContext(DbContextOptions<SettledOrdersContext> options) : ServiceDbContext(options, "orders");
