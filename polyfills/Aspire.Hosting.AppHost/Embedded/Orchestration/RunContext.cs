using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
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

    public IServiceProvider Services => services;

    public TimeProvider Time => time;

    /// <summary>The user has no more patience: whatever still stops is killed.</summary>
    public CancellationTokenSource Kill { get; } = new();

    /// <summary>The environment that the dashboard asks services to send telemetry with; empty without a dashboard.</summary>
    public IReadOnlyDictionary<string, string> Telemetry { get; set; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public void Dispose() => Kill.Dispose();
}
