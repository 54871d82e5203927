using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Capsule.Workers;

/// <summary>Registers workers.</summary>
public static class WorkerExtensions
{
    /// <summary>
    /// Registers <typeparamref name="TWork"/> as a singleton that runs with the service, with a health check named <c>worker:</c> followed
    /// by the worker's name.
    /// </summary>
    public static IServiceCollection AddRecurringWork<TWork>(this IServiceCollection services)
        where TWork : RecurringWork
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddWorkerContext();
        services.TryAddSingleton<TWork>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<TWork>());
        services
            .AddHealthChecks()
            .Add(
                new HealthCheckRegistration(
                    $"worker:{WorkerName.Of(typeof(TWork))}",
                    static provider => new WorkerHealthCheck(
                        provider.GetRequiredService<TWork>(),
                        provider.GetRequiredService<TimeProvider>()
                    ),
                    failureStatus: null,
                    tags: null
                )
            );
        return services;
    }

    private static void AddWorkerContext(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<WorkerTelemetry>();
        services.TryAddSingleton<IWorkerLeases, AdvisoryLockLeases>();
        services.TryAddSingleton(static provider => new WorkerContext(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<WorkerTelemetry>(),
            provider.GetRequiredService<IWorkerLeases>
        ));
        services.ConfigureOpenTelemetryTracerProvider(static tracing => tracing.AddSource(WorkerTelemetry.Name));
        services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(WorkerTelemetry.Name));
    }
}
