using Capsule.Contracts;
using Capsule.Messaging.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("ConnectionStrings:messaging", "MESSAGING_URI")]
    [InlineData("MESSAGING_URI", "RABBITMQ_URL")]
    public void The_first_setting_that_is_set_wins(string first, string second)
    {
        var address = From((first, "amqp://a:b@one:1234/x%2Fy"), (second, "amqp://two"));

        Assert.Equal(
            ("one", 1234, "x/y", "a", "b", false),
            (address.Host, address.Port, address.VirtualHost, address.User, address.Password, address.Tls)
        );
    }

    [Fact]
    public void Parts_that_an_address_leaves_out_have_the_defaults_of_RabbitMQ()
    {
        var address = From(("RABBITMQ_URL", "amqps://broker"));

        Assert.Equal(
            ("broker", 5671, "/", "guest", "guest", true),
            (address.Host, address.Port, address.VirtualHost, address.User, address.Password, address.Tls)
        );
    }

    [Fact]
    public void An_address_never_shows_its_password()
    {
        Assert.DoesNotContain("secret", From(("RABBITMQ_URL", "amqp://me:secret@broker")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_setting_is_an_error_that_names_them_all()
    {
        var error = Assert.Throws<InvalidOperationException>(() => From());

        Assert.Equal(
            "No message broker is configured: set one of ConnectionStrings:messaging, MESSAGING_URI, RABBITMQ_URL to "
                + "amqp://user:password@host:port/virtual-host.",
            error.Message
        );
    }

    [Theory]
    [InlineData("localhost:5672")]
    [InlineData("http://localhost")]
    public void Something_else_is_an_error_that_names_the_setting(string address)
    {
        var error = Assert.Throws<InvalidOperationException>(() => From(("MESSAGING_URI", address)));

        Assert.StartsWith("MESSAGING_URI is not a URL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_stops_the_start_and_is_named()
    {
        await using var shop = await Shop.OpenAsync();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            shop.StartAsync(
                "shop",
                settings: new()
                {
                    ["Messaging:PrefetchCount"] = "0",
                    ["Messaging:Outbox:PollInterval"] = "00:00:00",
                    ["Messaging:Redelivery:Intervals"] = "00:01:00,soon",
                }
            )
        );

        Assert.Contains("Messaging:PrefetchCount is 0; it must be from 1 to 65535.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Messaging:Redelivery:Intervals is 00:01:00,soon;", error.Message, StringComparison.Ordinal);
        Assert.Contains("Messaging:Outbox:PollInterval", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exchange_and_queue_are_named_after_the_event()
    {
        var topology = new EventTopology(Options.Create(new MessagingOptions()));
        var name = EventName.Of(typeof(UserRegistered));

        Assert.Equal("Capsule.Contracts:UserRegistered", name.Type);
        Assert.Equal("capsule.user-registered", topology.ExchangeOf(name));
        Assert.Equal("billing-user-registered", EventTopology.QueueOf("billing", name));
    }

    [Fact]
    public void A_consumer_has_one_event_and_an_event_one_consumer()
    {
        var bus = new MessagingBuilder("shop", typeof(ShopContext)).AddConsumer<RecordingConsumer>();

        Assert.Contains(
            "already has a consumer",
            Assert.Throws<ArgumentException>(bus.AddConsumer<BillingConsumer>).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("consumes 2 events", Assert.Throws<ArgumentException>(bus.AddConsumer<Both>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_Development_a_broker_without_TLS_is_refused_with_the_way_out()
    {
        var error = Assert.Throws<InvalidOperationException>(() => From("Production", ("MESSAGING_URI", "amqp://me:secret@broker")));

        Assert.StartsWith(
            "MESSAGING_URI is a URL without TLS, which is refused in the environment \"Production\": use amqps:// (port 5671).",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("Transport:AllowInsecure=messaging", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.True(From("Production", ("MESSAGING_URI", "amqps://broker")).Tls);
        Assert.False(From("Production", ("MESSAGING_URI", "amqp://broker"), ("Transport:AllowInsecure", "messaging")).Tls);
        Assert.Throws<InvalidOperationException>(() =>
            From("Production", ("MESSAGING_URI", "amqp://broker"), ("Transport:AllowInsecure", "redis,database"))
        );
    }

    private static BrokerAddress From(params (string Name, string Value)[] settings) => From("Development", settings);

    private static BrokerAddress From(string environment, params (string Name, string Value)[] settings) =>
        BrokerAddress.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
                .Build(),
            new HostingEnvironment { EnvironmentName = environment }
        );

    private sealed class Both : IEventConsumer<OrderPlaced>, IEventConsumer<OrderBilled>
    {
        public Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ConsumeAsync(OrderBilled message, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
