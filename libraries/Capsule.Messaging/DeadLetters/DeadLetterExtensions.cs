using Capsule.Workers;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging;

/// <summary>Adds dead letters to a service with consumers.</summary>
internal static class DeadLetterExtensions
{
    public static void AddRedelivery(this IServiceCollection services, string service)
    {
        services.AddSingleton<DeadLetterIntake>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<RedeliveryBatch>(
                provider,
                new BrokerConnection(
                    provider.GetRequiredService<BrokerAddress>(),
                    provider.GetRequiredService<TimeProvider>(),
                    $"{service} redelivery"
                )
            )
        );
        services.AddRecurringWork<Redelivery>();
    }

    /// <summary>
    /// Stores failed and skipped messages as dead letters, instead of in the error and skipped queues that MassTransit would create.
    /// </summary>
    public static void KeepDeadLetters(this IReceiveEndpointConfigurator endpoint, string queue, DeadLetterIntake intake)
    {
        var filter = new DeadLetterFilter(queue, intake);
        endpoint.ConfigureError(error => error.UseFilter(filter));
        endpoint.ConfigureDeadLetter(unknown => unknown.UseFilter(filter));
    }
}
