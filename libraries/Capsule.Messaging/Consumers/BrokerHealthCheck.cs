using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Messaging;

/// <summary>
/// Degraded while the publisher's connection or a consumer's connection is down; events wait in the outbox or in their queues.
/// </summary>
internal sealed class BrokerHealthCheck(BrokerConnection publisher, IEnumerable<ConsumerEndpoints> consumers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waiting = consumers
            .SelectMany(endpoints => endpoints.NotReady)
            .Select(consumer => $"{consumer.Queue} ({consumer.Problem})")
            .ToList();
        var problem =
            waiting.Count > 0 ? $"Consumers do not read: {string.Join(", ", waiting)}."
            : publisher.IsOpen ? null
            : "Not connected to the broker.";
        return Task.FromResult(problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(problem));
    }
}
