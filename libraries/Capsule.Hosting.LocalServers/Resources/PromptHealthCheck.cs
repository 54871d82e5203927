using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Delays the result of a health check until the resource is healthy for the first time, up to a timeout. The host repeats checks after 1,
/// 2, 3, 4 and then every 5 seconds, so dependent resources would start seconds later than necessary.
/// </summary>
internal sealed class PromptHealthCheck(
    Func<IServiceProvider, IHealthCheck> create,
    IServiceProvider services,
    PromptHealthCheck.CheckState state
) : IHealthCheck
{
    /// <summary>After this time the dashboard shows why a resource is not healthy yet.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Wraps all health checks of the application.</summary>
    public static void AddTo(IServiceCollection services) =>
        services.PostConfigure<HealthCheckServiceOptions>(static options =>
        {
            foreach (var registration in options.Registrations)
            {
                var (create, state) = (registration.Factory, new CheckState());
                registration.Factory = provider => new PromptHealthCheck(create, provider, state);
            }
        });

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !state.WasHealthy && TimeProvider.System.GetElapsedTime(start) < Timeout; )
        {
            if (await TryAsync(context, cancellationToken).ConfigureAwait(false) is { } healthy)
            {
                state.WasHealthy = true;
                return healthy;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return await create(services).CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HealthCheckResult?> TryAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            var result = await create(services).CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
            return result.Status == HealthStatus.Healthy ? result : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The last attempt, whose failure is shown, runs after the timeout.
            return null;
        }
    }

    /// <summary>The state of a check between two calls.</summary>
    internal sealed class CheckState
    {
        public bool WasHealthy { get; set; }
    }
}
