using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Messaging.Tests;

public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_service_that_is_killed_while_it_publishes_and_consumes_has_every_effect_exactly_once()
    {
        const int Orders = 1500;
        const int Kills = 5;
        var seed = Environment.GetEnvironmentVariable("CAPSULE_TEST_SEED") is { } text ? int.Parse(text, null) : Environment.TickCount;
        output.WriteLine($"CAPSULE_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync(KilledService.Schema);
        var service = new KilledService(shop.ConnectionString, shop.Broker, shop.ExchangePrefix, shop.NameOf(KilledService.Schema), Orders);

        for (var kill = 0; kill < Kills; kill++)
        {
            var effects = (Orders * kill / Kills) + random.Next(1, Orders / Kills);
            using var process = service.Start();
            await ReachAsync(effects, process);
            process.Kill();
            await process.WaitForExitAsync();
        }

        using (var last = service.Start())
        {
            await ReachAsync(Orders, last);
            await Eventually.TrueAsync(async () => await UnsentAsync() == 0, "an empty outbox");
            last.Kill();
            await last.WaitForExitAsync();
        }

        await using var context = shop.Context(KilledService.Schema);
        Assert.Equal(Enumerable.Range(1, Orders), await context.Orders.OrderBy(order => order.Number).Select(order => order.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1, Orders), await context.Effects.OrderBy(effect => effect.Number).Select(effect => effect.Number).ToListAsync());

        async Task ReachAsync(int effects, System.Diagnostics.Process process) => await Eventually.TrueAsync(
            async () => process.HasExited
                ? throw new InvalidOperationException($"The service ended by itself: {process.ExitCode}")
                : await shop.CountEffectsAsync(KilledService.Schema) >= effects,
            $"{effects} effects", TimeSpan.FromMinutes(2));

        async Task<int> UnsentAsync()
        {
            await using var outbox = shop.Context(KilledService.Schema);
            return await outbox.Set<OutboxMessage>().CountAsync(message => message.DeliveredAt == null);
        }
    }
}
