using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Embedded;

/// <summary>What everything that runs a resource works with.</summary>
internal sealed record RunContext(
    EmbeddedOptions Options,
    DistributedApplicationModel Model,
    ResourceNotificationService Notifications,
    ResourceLoggerService Loggers,
    IDistributedApplicationEventing Eventing,
    HealthCheckService Health,
    Ports Ports,
    IServiceProvider Services,
    TimeProvider Time) : IDisposable
{
    /// <summary>The user has no more patience: whatever still stops is killed.</summary>
    public CancellationTokenSource Kill { get; } = new();

    /// <summary>The dashboard; null when the application runs without one.</summary>
    public DashboardHost? Dashboard { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Kill.Dispose();
}
