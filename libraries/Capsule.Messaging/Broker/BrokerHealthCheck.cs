using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Messaging;

/// <summary>Degraded while the publisher's connection or a consumer's is down: events wait in the outbox or in their queues.</summary>
internal sealed class BrokerHealthCheck(BrokerConnection publisher, IEnumerable<IBusControl> consumers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = consumers.Select(bus => bus.CheckHealth())
            .Where(health => health.Status != BusHealthStatus.Healthy)
            .Select(Describe)
            .FirstOrDefault() ?? (publisher.IsOpen ? null : "Not connected to the broker.");
        return Task.FromResult(problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(problem));
    }

    private static string Describe(BusHealthResult health)
    {
        var waiting = health.Endpoints.Where(endpoint => endpoint.Value.Status != BusHealthStatus.Healthy)
            .Select(endpoint => $"{endpoint.Key} ({endpoint.Value.Description})");
        return $"{health.Description}: {string.Join(", ", waiting)}";
    }
}
