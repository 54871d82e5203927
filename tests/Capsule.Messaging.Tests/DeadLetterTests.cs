using System.Diagnostics.Metrics;
using System.Text;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;

namespace Capsule.Messaging.Tests;

public sealed class DeadLetterTests
{
    private static readonly Dictionary<string, string?> Never = new()
    {
        ["Messaging:Retry:Limit"] = "1",
        ["Messaging:Retry:MinInterval"] = "00:00:00.010",
        ["Messaging:Retry:MaxInterval"] = "00:00:00.200",
        ["Messaging:Redelivery:Intervals"] = "",
        ["Messaging:Outbox:PollInterval"] = "01:00:00",
    };

    private static readonly Dictionary<string, string?> Twice = new(Never) { ["Messaging:Redelivery:Intervals"] = "00:00:00.050, 00:00:00.100" };

    [Fact]
    public async Task A_message_that_is_given_up_comes_again_and_takes_effect_once()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = attempt => attempt <= 4 ? new InvalidOperationException($"attempt {attempt}") : null };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>().AddConsumer<BilledConsumer>(), With(faults), Twice);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());

        var order = await host.PlaceOrderAsync();

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 2, "the effects of the event and of the one that follows");
        Assert.Equal(5, faults.AttemptsOf(order));
        Assert.Equal(2, measured["capsule.consumer.redeliveries"]);
        Assert.Equal(0, measured["capsule.consumer.dead_letters"]);
        Assert.Empty(await shop.DeadLettersAsync());
        Assert.Equal(1, await shop.ScalarAsync<long>("select count(*) from shop.inbox_messages where consumer like '%order-placed'"));
    }

    [Fact]
    public async Task After_the_last_redelivery_it_is_dead_with_reason_and_stack_and_blocks_no_other()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("no such\nproduct\0") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), Twice);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());

        var poison = await host.PlaceOrderAsync(1);
        await Eventually.TrueAsync(() => measured["capsule.consumer.dead_letters"] == 1, "a dead letter");

        var letter = Assert.Single(await shop.DeadLettersAsync());
        var message = (await shop.OutboxAsync("shop"))[0];
        Assert.Equal(6, faults.AttemptsOf(poison));
        Assert.Equal((shop.QueueOf("shop"), message.Id, message.Type), (letter.Consumer, letter.MessageId!.Value, letter.Type));
        Assert.Equal("System.InvalidOperationException: no such product\uFFFD", letter.Reason);
        Assert.Contains($"at {typeof(FaultyConsumer).FullName}.Consume", letter.Detail, StringComparison.Ordinal);
        Assert.Equal((2, null), (letter.Redeliveries, letter.RedeliverAt));
        Assert.Contains(shop.Logs.Errors, error => error.Contains("has a dead letter", StringComparison.Ordinal));

        faults.OnAttempt = _ => null;
        await host.PlaceOrderAsync(2);
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the other message");
    }

    [Fact]
    public async Task What_is_put_aside_waits_for_its_interval()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new OperationCanceledException("its own time limit") };
        var host = await shop.StartAsync(
            "shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults),
            new(Never) { ["Messaging:Redelivery:Intervals:0"] = "00:01:00", ["Messaging:Redelivery:Intervals"] = null });

        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");

        var letter = (await shop.DeadLettersAsync())[0];
        Assert.InRange(letter.RedeliverAt!.Value - letter.CreatedAt, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72.1));
        Assert.Equal(1, letter.Redeliveries);
        Assert.Equal("System.OperationCanceledException: its own time limit", letter.Reason);
    }

    [Fact]
    public async Task A_type_that_the_service_does_not_know_is_kept_whole()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        await host.ReadyAsync();
        var id = Guid.CreateVersion7();
        var body = EventEnvelope.Write(id, new EventName("Capsule.Contracts:Unheard+Of"), """{ "a": "ä€" }""", DateTimeOffset.UnixEpoch).ToArray();

        await shop.SendBytesAsync(body);

        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        var letter = (await shop.DeadLettersAsync())[0];
        Assert.Equal(body, letter.Body);
        Assert.Equal((id, "Capsule.Contracts:Unheard+Of", EventEnvelope.ContentType), (letter.MessageId!.Value, letter.Type, letter.ContentType));
        Assert.Equal("No consumer here knows the message's type, urn:message:Capsule.Contracts:Unheard+Of.", letter.Reason);
        Assert.Equal((0, null), (letter.Redeliveries, letter.RedeliverAt));
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "not JSON", "\0\u0001{{{ ä" },
        { "nothing", "" },
        { "no envelope", "[1, 2]" },
        { "null", "null" },
        { "no types", "{}" },
        { "a wrong member", """{"messageId":"01920000-0000-7000-8000-000000000000","messageType":["urn:message:Capsule.Messaging.Tests.Support:OrderPlaced"],"message":{"orderId":17}}""" },
        { "no identifier", """{"messageType":["urn:message:Capsule.Messaging.Tests.Support:OrderPlaced"],"message":{"number":1}}""" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_cannot_be_read_is_kept_byte_for_byte_and_not_redelivered(string what, string text)
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>());
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());
        await host.ReadyAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes(text), .. what == "not JSON" ? [0xFF, 0xFE] : Array.Empty<byte>()];

        await shop.SendBytesAsync(body);

        await Eventually.TrueAsync(() => measured["capsule.consumer.dead_letters"] == 1, what);
        var letter = Assert.Single(await shop.DeadLettersAsync());
        Assert.Equal(body, letter.Body);
        Assert.Null(letter.RedeliverAt);
        Assert.Equal(0u, await shop.CountMessagesAsync(shop.QueueOf("shop")));
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "a message that is well");
    }

    [Fact]
    public async Task A_replayed_message_has_its_body_and_headers_and_takes_effect()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), Never);
        await host.ReadyAsync();
        var order = await shop.SendOrderAsync(1, new()
        {
            ["text"] = "ä", ["number"] = 5, ["yes"] = true, ["bytes"] = new byte[] { 0xFF, 0 }, ["at"] = new AmqpTimestamp(17),
            ["table"] = new Dictionary<string, object?> { ["half"] = 0.5, ["list"] = new List<object?> { 1L, "x", null } },
        });
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        var first = (await shop.DeadLettersAsync())[0];

        // Once more in vain: the row must come out as it went in.
        await shop.ReplayAsync(first.Id);
        await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [var row] && row.Id != first.Id, "another row");
        var second = (await shop.DeadLettersAsync())[0];
        Assert.Equal((first.MessageId, first.ContentType, 0), (second.MessageId, second.ContentType, second.Redeliveries));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers, second.Headers);
        Assert.Equal(
            """{"at": {"$time": 17}, "yes": true, "text": "ä", "bytes": {"$bytes": "/wA="}, "table": {"half": 0.5, "list": [1, "x", null]}, "number": 5}""",
            second.Headers);
        faults.OnAttempt = _ => null;
        await shop.ReplayAsync(second.Id);

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 0, "no row");
        Assert.Equal(5, faults.AttemptsOf(order));
    }

    [Fact]
    public async Task A_replay_of_a_message_that_took_effect_does_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Never);
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
        var message = (await shop.OutboxAsync("shop"))[0];
        var body = Encoding.UTF8.GetString(EventEnvelope.Write(message.Id, new EventName(message.Type), message.Payload, DateTimeOffset.UnixEpoch).Span);
        await shop.ExecuteAsync($$"""
            insert into shop.dead_letters (id, consumer, message_id, body, content_type, headers, reason, redeliveries)
            values ('{{Guid.CreateVersion7()}}', '{{shop.QueueOf("shop")}}', '{{message.Id}}', convert_to('{{body}}', 'UTF8'), '{{EventEnvelope.ContentType}}', '{}', 'x', 3)
            """);

        await shop.ReplayAsync((await shop.DeadLettersAsync())[0].Id);

        await Eventually.TrueAsync(() => measured["capsule.inbox.duplicates"] == 1, "the duplicate");
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
    }

    [Fact]
    public async Task What_took_effect_after_all_is_no_dead_letter_for_long()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await shop.ExecuteAsync("""
            insert into shop.inbox_messages (message_id, consumer) select ('0192000000007000800000000000000' || n)::uuid, 'q' from generate_series(1, 9) n;
            insert into shop.dead_letters (id, consumer, message_id, body, headers, reason, redeliveries) values
                (gen_random_uuid(), 'q', '01920000-0000-7000-8000-000000000003', '', '{}', 'took effect', 0),
                (gen_random_uuid(), 'p', '01920000-0000-7000-8000-000000000003', '', '{}', 'another consumer', 0),
                (gen_random_uuid(), 'q', '01920000-0000-7000-8000-00000000000a', '', '{}', 'another message', 0),
                (gen_random_uuid(), 'q', null, '', '{}', 'not to be read', 0)
            """);

        await shop.StartAsync("shop");

        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 3, "one row less");
        Assert.Equal(["another consumer", "another message", "not to be read"], (await shop.DeadLettersAsync()).Select(letter => letter.Reason).Order());
    }

    [Fact]
    public async Task A_message_whose_queue_is_gone_stays_and_keeps_no_other_from_its_queue()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), Never);
        await host.ReadyAsync();
        await shop.SendOrderAsync(1);
        await shop.SendOrderAsync(2);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 2, "two rows");
        faults.OnAttempt = _ => null;

        var gone = (await shop.DeadLettersAsync())[0].Id;
        await shop.ExecuteAsync($"update shop.dead_letters set consumer = 'nobody' where id = '{gone}'; update shop.dead_letters set redeliver_at = current_timestamp; {DeadLetterSql.Notify("shop")}");

        await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect of the other");
        await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [var row] && row.Id == gone && row.RedeliverAt > TimeProvider.System.GetUtcNow(), "the one put off");
        Assert.Contains(shop.Logs.Warnings, warning => warning.Contains("there is no such queue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_replicas_send_each_message_once()
    {
        const int Messages = 50;
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var hosts = new[]
        {
            await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), Never),
            await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), Never),
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
        var uri = new Uri(shop.Broker);
        await using var proxy = TcpProxy.Start(uri.Host, uri.Port);
        var faults = new Faults { OnAttempt = _ => new InvalidOperationException("not yet") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), new(Never)
        {
            ["ConnectionStrings:messaging"] = new UriBuilder(shop.Broker) { Host = "127.0.0.1", Port = proxy.Port }.ToString(),
        });
        await host.ReadyAsync();
        await shop.SendOrderAsync(1);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        faults.OnAttempt = _ => null;

        proxy.Cut();
        await shop.ReplayAsync((await shop.DeadLettersAsync())[0].Id);
        await Eventually.TrueAsync(() => shop.Logs.Warnings.Any(warning => warning.Contains("Nothing is redelivered", StringComparison.Ordinal)), "a warning");
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
            "shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: new(Never) { ["ConnectionStrings:database"] = target.ConnectionString });
        await host.ReadyAsync();

        proxy.Cut();
        await shop.SendBytesAsync("{{{"u8.ToArray());
        await Eventually.TrueAsync(() => shop.Logs.Warnings.Any(warning => warning.Contains("cannot put", StringComparison.Ordinal)), "a wait");
        Assert.Empty(await shop.DeadLettersAsync());
        if (stops)
        {
            await host.StopAsync();
            await Eventually.TrueAsync(async () => await shop.CountMessagesAsync(shop.QueueOf("shop")) == 1, "the message is back in its queue");
            await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Never);
        }
        else
        {
            proxy.Restore();
        }

        await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [{ Body: [.. var body] }] && body.SequenceEqual("{{{"u8.ToArray()), "the row");
        Assert.Equal(0u, await shop.CountMessagesAsync(shop.QueueOf("shop")));
    }

    [Fact]
    public async Task A_message_that_is_put_aside_twice_is_one_row()
    {
        await using var shop = await Shop.OpenAsync();
        var faults = new Faults { OnAttempt = attempt => new InvalidOperationException($"attempt {attempt}") };
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<FaultyConsumer>(), With(faults), Never);
        await host.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");

        await shop.PublishAgainAsync((await shop.OutboxAsync("shop"))[0]);

        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync())[0].Reason.EndsWith("attempt 4", StringComparison.Ordinal), "the row written anew");
        Assert.Single(await shop.DeadLettersAsync());
    }

    [Fact]
    public async Task A_message_of_several_megabytes_goes_there_and_back()
    {
        await using var shop = await Shop.OpenAsync();
        var host = await shop.StartAsync("shop", bus => bus.AddConsumer<RecordingConsumer>(), settings: Never);
        await host.ReadyAsync();
        var body = new byte[4 * 1024 * 1024];
        new Random(17).NextBytes(body);
        await shop.SendBytesAsync(body);
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "the row");
        var first = (await shop.DeadLettersAsync())[0];

        await shop.ReplayAsync(first.Id);

        await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [var row] && row.Id != first.Id, "another row");
        var second = (await shop.DeadLettersAsync())[0];
        Assert.True(body.AsSpan().SequenceEqual(second.Body));
    }

    private static Action<IHostApplicationBuilder> With(Faults faults) => builder => builder.Services.AddSingleton(faults);
}
