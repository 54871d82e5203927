using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging.Tests;

public sealed class TenantTests
{
    [Fact]
    public async Task A_tenant_goes_with_an_event_and_with_those_that_its_consumers_publish()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<TenantConsumer>().AddConsumer<BilledConsumer>());
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var publisher = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
            publisher.Publish(new OrderPlaced(Guid.NewGuid(), 1));
            publisher.Publish(new OrderPlaced(Guid.NewGuid(), 2), tenant: "Ä & \"B\"");
            publisher.Publish(new OrderPlaced(Guid.NewGuid(), 3), tenant: "c");
            await scope.ServiceProvider.GetRequiredService<ShopContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 6, "the effects of both consumers");
        await using var context = shop.Context("shop");
        Assert.Equal(
            [null, "Ä & \"B\"", "c"],
            await context
                .Effects.Where(effect => effect.Number > 0)
                .OrderBy(effect => effect.Number)
                .Select(effect => effect.TraceId)
                .ToListAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            [null, "Ä & \"B\"", "of its own"],
            (await shop.OutboxAsync("shop"))
                .Where(message => message.Type.EndsWith("OrderBilled", StringComparison.Ordinal))
                .Select(message => message.Tenant)
                .OrderBy(tenant => tenant, StringComparer.Ordinal)
                .OrderBy(tenant => tenant == "of its own")
        );
    }
}
