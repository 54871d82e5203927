using Capsule.Billing.Customers;
using Capsule.Billing.Plans;
using Capsule.Data;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing;

/// <summary>The billing service's schema: who pays for what.</summary>
[LibrarySchema<MessagingSchema>]
public sealed class BillingDbContext(DbContextOptions<BillingDbContext> options) : ServiceDbContext(options, "billing")
{
    /// <summary>What can be subscribed to.</summary>
    public DbSet<Plan> Plans => Set<Plan>();

    /// <summary>Users as billing knows them.</summary>
    public DbSet<Customer> Customers => Set<Customer>();

    /// <summary>Which customer is on which plan.</summary>
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    /// <inheritdoc/>
    public override IReadOnlyList<RuntimeSetting> RuntimeSettings => MessagingSettings.All;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BillingDbContext).Assembly);
    }
}
