using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Support;

internal static class ShopExtensions
{
    /// <summary>Waits until the service's queues are there.</summary>
    public static Task ReadyAsync(this IHost host) =>
        Eventually.TrueAsync(
            async () =>
                (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["messaging"].Status
                == HealthStatus.Healthy,
            "the service's queues"
        );

    /// <summary>Adds an order and its event in one SaveChanges, as an endpoint would.</summary>
    public static async Task<Guid> PlaceOrderAsync(this IHost host, int number = 1, string? orderingKey = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
        var order = new Order { Number = number };
        context.Orders.Add(order);
        scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(new OrderPlaced(order.Id, number), orderingKey);
        await context.SaveChangesAsync();
        return order.Id;
    }

    /// <summary>Adds orders 1, 2, … and their events in one transaction.</summary>
    public static async Task PlaceOrdersAsync(this IHost host, int count, string? orderingKey = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
        var publisher = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
        for (var number = 1; number <= count; number++)
        {
            var order = new Order { Number = number };
            context.Orders.Add(order);
            publisher.Publish(new OrderPlaced(order.Id, number), orderingKey);
        }

        await context.SaveChangesAsync();
    }
}
