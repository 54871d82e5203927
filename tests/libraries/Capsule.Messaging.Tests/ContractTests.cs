using Capsule.Contracts;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Capsule.Messaging.Tests;

public sealed class ContractTests
{
    [Fact]
    public async Task Every_contract_arrives_as_it_was_published()
    {
        await using var shop = await Shop.OpenAsync();
        var received = new Received();
        var host = await shop.StartAsync(
            "shop",
            bus =>
                bus.AddConsumer<KeepingConsumer<UserRegistered>>()
                    .AddConsumer<KeepingConsumer<SubscriptionActivated>>()
                    .AddConsumer<KeepingConsumer<DeploymentRequested>>(),
            builder => builder.Services.AddSingleton(received)
        );
        var at = new DateTimeOffset(2026, 11, 21, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567);
        object[] events =
        [
            new UserRegistered(Guid.NewGuid(), "\"ö\"@example.org", "Ünï \\ 🚀 </script>", at),
            new SubscriptionActivated(Guid.NewGuid(), Guid.NewGuid(), "free", at),
            new DeploymentRequested(Guid.NewGuid(), Guid.NewGuid(), "web", "registry.example/app:1", 250, 512, at),
        ];

        await using (var scope = host.Services.CreateAsyncScope())
        {
            foreach (var @event in events)
            {
                scope.ServiceProvider.GetRequiredService<IEventPublisher>().Publish(@event);
            }

            await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync();
        }

        await Eventually.TrueAsync(() => received.Events.Count == 3, "three events");
        Assert.Equal(events.ToHashSet(), received.Events.ToHashSet());
        await DeleteAsync(shop);
    }

    private static Task<bool> DeleteAsync(Shop shop) =>
        shop.OnBrokerAsync(async channel =>
        {
            foreach (var name in new[] { "user-registered", "subscription-activated", "deployment-requested" })
            {
                await channel.ExchangeDeleteAsync(shop.ExchangePrefix + name);
                await channel.ExchangeDeleteAsync($"{shop.NameOf("shop")}-{name}");
                await channel.QueueDeleteAsync($"{shop.NameOf("shop")}-{name}");
            }

            return true;
        });
}
