using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Messaging.Tests;

/// <summary>What is due goes back to its queue, whatever is away meanwhile.</summary>
public sealed class RedeliveryTests
{
    [Fact]
    public async Task A_message_whose_queue_is_gone_stays_and_keeps_no_other_from_its_queue()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), Aside.With(faults), Aside.Never);
        await host.ReadyAsync();
        await shop.SendOrderAsync(1);
        await shop.SendOrderAsync(2);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 2, "two rows");
        faults.OnAttempt = _ => null;

        var gone = (await shop.DeadLettersAsync())[0].Id;
        await shop.ExecuteAsync(
            $"update shop.dead_letters set consumer = 'nobody' where id = '{gone}'; update shop.dead_letters set redeliver_at = current_timestamp; {DeadLetterSql.Notify("shop")}"
        );

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect of the other");
        await Eventually.TrueAsync(
            async () => await shop.DeadLettersAsync() is [var row] && row.Id == gone && row.RedeliverAt > TimeProvider.System.GetUtcNow(),
            "the one put off"
        );
        Assert.Contains(shop.Logs.Warnings, warning => warning.Contains("the queue does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_replicas_send_each_message_once()
    {
        const int Messages = 50;
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var hosts = new[]
        {
            await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), Aside.With(faults), Aside.Never),
            await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), Aside.With(faults), Aside.Never),
        };
        using var first = new Measured(hosts[0].Services.GetRequiredService<IMeterFactory>());
        using var second = new Measured(hosts[1].Services.GetRequiredService<IMeterFactory>());
        await hosts[0].ReadyAsync();
        await Task.WhenAll(Enumerable.Range(1, Messages).Select(number => shop.SendOrderAsync(number)));
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == Messages, "all of them put aside");
        faults.OnAttempt = _ => null;

        await shop.ExecuteAsync($"update shop.dead_letters set redeliver_at = current_timestamp; {DeadLetterSql.Notify("shop")}");

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == Messages, "all effects");
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 0, "no row");
        Assert.Equal(0, first["capsule.inbox.duplicates"] + second["capsule.inbox.duplicates"]);
    }

    [Fact]
    public async Task What_is_due_while_the_broker_is_away_waits_for_it()
    {
        await using var shop = await Shop.OpenAsync();
        await using var proxy = shop.ProxyBroker();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<FaultyConsumer>(),
            Aside.With(faults),
            new(Aside.Never) { ["ConnectionStrings:messaging"] = shop.BrokerBehind(proxy) }
        );
        await host.ReadyAsync();
        await shop.SendOrderAsync(1);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        faults.OnAttempt = _ => null;

        proxy.Cut();
        await shop.ReplayAsync((await shop.DeadLettersAsync())[0].Id);
        await Eventually.TrueAsync(
            () => shop.Logs.Warnings.Any(warning => warning.Contains("Dead letters are not redelivered", StringComparison.Ordinal)),
            "a warning"
        );
        Assert.Single(await shop.DeadLettersAsync());
        proxy.Restore();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect", TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 0, "no row");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_when_the_database_is_away_while_a_message_is_put_aside(bool stops)
    {
        await using var shop = await Shop.OpenAsync();
        var target = new NpgsqlConnectionStringBuilder(shop.ConnectionString);
        await using var proxy = TcpProxy.Start(target.Host!, target.Port);
        (target.Host, target.Port) = ("127.0.0.1", proxy.Port);
        var host = await shop.StartAsync(
            "shop",
            bus => bus.AddConsumer<RecordingConsumer>(),
            settings: new(Aside.Never) { ["ConnectionStrings:database"] = target.ConnectionString }
        );
        await host.ReadyAsync();

        proxy.Cut();
        await shop.SendBytesAsync("{{{"u8.ToArray());
        await Eventually.TrueAsync(
            () => shop.Logs.Warnings.Any(warning => warning.Contains("cannot store", StringComparison.Ordinal)),
            "a wait"
        );
        Assert.Empty(await shop.DeadLettersAsync());
        if (stops)
        {
            await host.StopAsync();
            await Eventually.TrueAsync(
                async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 1,
                "the message is back in its queue"
            );
            await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Aside.Never);
        }
        else
        {
            proxy.Restore();
        }

        await Eventually.TrueAsync(
            async () => await shop.DeadLettersAsync() is [{ Body: [.. var body] }] && body.SequenceEqual("{{{"u8.ToArray()),
            "the row"
        );
        Assert.Equal(0u, await shop.CountMessagesAsync(shop.QueueOf("shop")));
    }
}
