using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Embedded;

/// <summary>What everything that runs a resource works with.</summary>
internal sealed class RunContext(
    EmbeddedOptions options,
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    HealthCheckService health,
    Ports ports,
    IConfiguration configuration,
    IServiceProvider services,
    TimeProvider time) : IDisposable
{
    public EmbeddedOptions Options => options;

    public DistributedApplicationModel Model => model;

    public DistributedApplicationExecutionContext ExecutionContext => executionContext;

    public ResourceNotificationService Notifications => notifications;

    public ResourceLoggerService Loggers => loggers;

    public IDistributedApplicationEventing Eventing => eventing;

    public HealthCheckService Health => health;

    public Ports Ports => ports;

    public IConfiguration Configuration => configuration;

    public IServiceProvider Services => services;

    public TimeProvider Time => time;

    /// <summary>The user has no more patience: whatever still stops is killed.</summary>
    public CancellationTokenSource Kill { get; } = new();

    /// <summary>The dashboard; null when the application runs without one.</summary>
    public DashboardHost? Dashboard { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Kill.Dispose();
}
