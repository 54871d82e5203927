using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Capsule.Data;

/// <summary>
/// Reports Redis as degraded, never as unhealthy, when it does not answer, because the service works without it, only slower. The check of
/// Aspire.StackExchange.Redis would report unhealthy.
/// </summary>
internal sealed class RedisHealthCheck(RedisConnection redis) : IHealthCheck
{
    public const string Name = "redis";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var latency = await PingAsync().WaitAsync(Timeout, cancellationToken);
            return HealthCheckResult.Healthy($"answered in {latency.TotalMilliseconds:0.0} ms");
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or OperationCanceledException)
        {
            return HealthCheckResult.Degraded($"Redis does not answer: {exception.Message}", exception);
        }
    }

    private async Task<TimeSpan> PingAsync() => await (await redis.DatabaseAsync()).PingAsync();
}
