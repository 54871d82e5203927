using Capsule.Billing.Customers;
using Capsule.Billing.Plans;
using Capsule.Data;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing;

/// <summary>The schema of the billing service: customers, plans and subscriptions.</summary>
[LibrarySchema<MessagingSchema>]
public sealed class BillingDbContext(DbContextOptions<BillingDbContext> options) : ServiceDbContext(options, "billing")
{
    /// <summary>The available plans.</summary>
    public DbSet<Plan> Plans => Set<Plan>();

    /// <summary>The customers.</summary>
    public DbSet<Customer> Customers => Set<Customer>();

    /// <summary>The customers' subscriptions.</summary>
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
