using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Degraded while events wait too long; the service continues, and the events are sent later.</summary>
internal sealed class OutboxHealthCheck(MessagingTelemetry telemetry, IOptions<MessagingOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (telemetry.Backlog is not { } backlog)
        {
            return Task.FromResult(HealthCheckResult.Healthy("not measured yet"));
        }

        var data = new Dictionary<string, object> { ["depth"] = backlog.Depth, ["oldest_age_seconds"] = backlog.OldestAge.TotalSeconds };
        return Task.FromResult(
            backlog.OldestAge > options.Value.Outbox.AgeLimit
                ? HealthCheckResult.Degraded($"{backlog.Depth} events are not sent yet; the oldest for {backlog.OldestAge:c}", data: data)
                : HealthCheckResult.Healthy(data: data)
        );
    }
}
