using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Workers;

/// <summary>Degraded when a worker has not succeeded for too long; never unhealthy, because the service still answers requests.</summary>
internal sealed class WorkerHealthCheck(RecurringWork work, TimeProvider timeProvider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = work.State;
        var data = new Dictionary<string, object> { ["failures"] = state.Failures };
        if (state.LastSuccess is { } success)
        {
            data["last_success"] = success;
        }

        var silence = state.SucceededAt is { } since ? timeProvider.GetElapsedTime(since) : TimeSpan.Zero;
        return Task.FromResult(
            state.IsFinished ? HealthCheckResult.Healthy("finished", data)
            : silence > work.Staleness ? HealthCheckResult.Degraded(Describe(state, silence), data: data)
            : HealthCheckResult.Healthy(state.IsStandby ? "another replica holds the lease" : null, data)
        );
    }

    private static string Describe(WorkerState state, TimeSpan silence) =>
        state.LastError is { } error
            ? $"no success for {TimeSpan.FromSeconds((long)silence.TotalSeconds):c}, {state.Failures} failures in a row: {error}"
            : $"no success for {TimeSpan.FromSeconds((long)silence.TotalSeconds):c}";
}
