using System.Diagnostics.Metrics;
using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capsule.Messaging.Tests;

/// <summary>A user of the broker for each service: enough for what it does, and for nothing of the others.</summary>
public sealed class BrokerPermissionTests : IAsyncLifetime
{
    private TestBroker _broker = null!;
    private Shop _shop = null!;
    private EventRoute[] _routes = [];

    public async ValueTask InitializeAsync()
    {
        _broker = await TestBroker.CreateAsync();
        _shop = await Shop.OpenAsync(_broker.Uri.AbsoluteUri);
        _routes =
        [
            new EventRoute("order-placed", _shop.NameOf("orders"), [_shop.NameOf("billing"), _shop.NameOf("mail")]),
            new EventRoute("order-billed", _shop.NameOf("billing"), [_shop.NameOf("orders")]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Services_publish_consume_and_redeliver_with_the_permissions_that_they_have()
    {
        var faults = new Faults { OnAttempt = attempt => attempt < 3 ? new InvalidOperationException("not yet") : null };
        var orders = await StartAsync(
            "orders",
            bus => bus.AddConsumer<BilledConsumer>(),
            settings: new() { ["Messaging:Subscribers:order-placed"] = $"{_shop.NameOf("billing")},{_shop.NameOf("mail")}" }
        );
        await orders.PlaceOrderAsync(1);
        await Eventually.TrueAsync(
            async () => await _shop.CountMessagesAsync(_shop.QueueOf("mail")) == 1,
            "the queue of a subscriber that has never run has the event"
        );

        // Its queue is there before it is, and is bound once more by MassTransit.
        var billing = await StartAsync(
            "billing",
            bus => bus.AddConsumer<FaultyConsumer>(),
            Aside.With(faults),
            new(Aside.Twice) { ["Messaging:Subscribers:order-billed"] = _shop.NameOf("orders") }
        );
        using var measured = new Measured(billing.Services.GetRequiredService<IMeterFactory>());
        await Eventually.TrueAsync(async () => await _shop.CountEffectsAsync("orders") == 1, "the event that answers a redelivered one");
        await orders.PlaceOrderAsync(2);
        await Eventually.TrueAsync(async () => await _shop.CountEffectsAsync("orders") == 2, "the next");

        Assert.Equal(2u, await _shop.CountMessagesAsync(_shop.QueueOf("mail")));
        Assert.Equal(2, await _shop.CountEffectsAsync("billing"));
        Assert.Equal(0, measured["capsule.inbox.duplicates"]);
        Assert.DoesNotContain(_shop.Logs.Entries, entry => entry.Contains("ACCESS_REFUSED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_can_neither_read_the_queues_of_others_nor_publish_in_their_names()
    {
        await StartAsync("billing", bus => bus.AddConsumer<BillingConsumer>());
        var orders = await StartAsync(
            "orders",
            settings: new() { ["Messaging:Subscribers:order-placed"] = $"{_shop.NameOf("billing")},{_shop.NameOf("mail")}" }
        );
        await orders.PlaceOrderAsync();
        await Eventually.TrueAsync(async () => await _shop.CountMessagesAsync(_shop.QueueOf("mail")) == 1, "the event");
        var (mail, billing, placed, billed) = (
            _shop.QueueOf("mail"),
            _shop.QueueOf("billing"),
            _shop.Exchange,
            $"{_shop.ExchangePrefix}order-billed"
        );

        // The publisher, which makes the queue, and a service that hears of the same event.
        foreach (var service in new[] { "orders", "billing" })
        {
            await RefusedAsync(service, mail, channel => channel.BasicGetAsync(mail, autoAck: true));
            await RefusedAsync(
                service,
                mail,
                channel => channel.BasicConsumeAsync(mail, autoAck: true, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel))
            );
            await RefusedAsync(service, mail, channel => channel.QueuePurgeAsync(mail));
        }

        await RefusedAsync("billing", mail, channel => channel.QueueDeleteAsync(mail));
        await RefusedAsync("billing", mail, channel => channel.QueueBindAsync(mail, placed, ""));
        await RefusedAsync("billing", placed, channel => PublishAsync(channel, placed));
        await RefusedAsync("billing", "amq.default", channel => PublishAsync(channel, "", mail));
        await RefusedAsync("orders", "amq.default", channel => PublishAsync(channel, "", mail));
        await RefusedAsync("orders", "amq.default", channel => PublishAsync(channel, "", _shop.QueueOf("orders")));
        await RefusedAsync("mail", billed, channel => BindOwnAsync(channel, billed));
        await RefusedAsync("mail", billing, channel => BindOwnAsync(channel, billing));
        await RefusedAsync("mail", "anything", channel => channel.QueueDeclareAsync("anything"));
        Assert.Equal(1u, await _shop.CountMessagesAsync(mail));

        async Task BindOwnAsync(IChannel channel, string exchange)
        {
            var own = $"{_shop.NameOf("mail")}-spy";
            await channel.QueueDeclareAsync(own, exclusive: false, autoDelete: false, durable: true);
            await channel.QueueBindAsync(own, exchange, "");
        }
    }

    [Fact]
    public void Patterns_name_what_a_service_may_do_in_full()
    {
        EventRoute[] routes =
        [
            new("user-registered", "auth", ["billing", "monitor"]),
            new("subscription-activated", "billing", ["deploy"]),
            new("user-closed", "auth", ["deploy"]),
        ];

        Assert.Equal(
            new BrokerPermissions(
                @"^(billing-.*|capsule\.subscription-activated|deploy-subscription-activated|capsule\.user-registered)$",
                @"^(billing-.*|capsule\.subscription-activated|deploy-subscription-activated)$",
                @"^(billing-.*|capsule\.subscription-activated|capsule\.user-registered)$"
            ),
            BrokerPermissions.Of("billing", routes)
        );
    }

    private async Task<IHost> StartAsync(
        string service,
        Action<MessagingBuilder>? consumers = null,
        Action<IHostApplicationBuilder>? configure = null,
        Dictionary<string, string?>? settings = null
    )
    {
        var user = await UserAsync(service);
        return await _shop.StartAsync(
            service,
            consumers,
            configure,
            new(settings ?? []) { ["ConnectionStrings:messaging"] = user.AbsoluteUri }
        );
    }

    private async Task<Uri> UserAsync(string service)
    {
        var (configure, write, read) = BrokerPermissions.Of(_shop.NameOf(service), _routes, _shop.ExchangePrefix);
        return await _broker.CreateUserAsync(configure, write, read);
    }

    private async Task RefusedAsync(string service, string name, Func<IChannel, Task> attempt)
    {
        await using var connection = await new ConnectionFactory { Uri = await UserAsync(service) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => attempt(channel));
        var reason = (refused as OperationInterruptedException)?.ShutdownReason?.ReplyText ?? channel.CloseReason?.ReplyText;
        Assert.StartsWith("ACCESS_REFUSED", reason, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", reason, StringComparison.Ordinal);
    }

    private static Task PublishAsync(IChannel channel, string exchange, string key = "") =>
        channel.BasicPublishAsync(exchange, key, mandatory: true, new BasicProperties(), ReadOnlyMemory<byte>.Empty).AsTask();
}
