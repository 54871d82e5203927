using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Alerts;

/// <summary>Adds alerts and the worker that raises them.</summary>
internal static class AlertExtensions
{
    private const long MaxResponseSize = 1024 * 1024;

    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddOptions<WatchOptions>().BindConfiguration(WatchOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WatchOptions>, WatchOptionsValidation>();
        var client = services
            .AddHttpClient(OutboxReader.Client)
            .ConfigureHttpClient(
                static (provider, client) =>
                {
                    client.Timeout = provider.GetRequiredService<IOptions<WatchOptions>>().Value.Timeout;
                    client.MaxResponseContentBufferSize = MaxResponseSize;
                }
            );

        // The client does not retry: the next run is the next attempt, and a 503 of /health is a valid response.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        services.AddSingleton<OutboxReader>();
        services.AddSingleton<AlertTelemetry>();
        services.AddScoped<AlertTable>();
        services.AddScoped<ListAlerts>();
        services.AddRecurringWork<OutboxWatch>();
        return services;
    }
}
