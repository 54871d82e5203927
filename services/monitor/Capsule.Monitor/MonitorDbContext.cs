using Capsule.Data;
using Capsule.Messaging;
using Capsule.Monitor.Alerts;
using Capsule.Monitor.Events;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor;

/// <summary>The schema of the monitor service: event counts and alerts.</summary>
[LibrarySchema<MessagingSchema>]
public sealed class MonitorDbContext(DbContextOptions<MonitorDbContext> options) : ServiceDbContext(options, "monitor")
{
    /// <summary>The hourly event counts.</summary>
    public DbSet<EventCount> EventCounts => Set<EventCount>();

    /// <summary>The alerts.</summary>
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
