using Capsule.Data;
using Capsule.Messaging;
using Capsule.Monitor.Alerts;
using Capsule.Monitor.Events;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor;

/// <summary>The monitor service's schema: what happened, over time.</summary>
[LibrarySchema<MessagingSchema>]
public sealed class MonitorDbContext(DbContextOptions<MonitorDbContext> options) : ServiceDbContext(options, "monitor")
{
    /// <summary>How many events of each type each hour saw.</summary>
    public DbSet<EventCount> EventCounts => Set<EventCount>();

    /// <summary>What needs, or needed, somebody's attention.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <inheritdoc/>
    public override IReadOnlyList<RuntimeSetting> RuntimeSettings => MessagingSettings.All;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MonitorDbContext).Assembly);
    }
}
