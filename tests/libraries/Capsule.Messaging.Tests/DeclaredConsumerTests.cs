using Capsule.Contracts;
using Capsule.Messaging.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging.Tests;

/// <summary>Services derive publishers and subscribers from the catalogue.</summary>
public sealed class DeclaredConsumerTests
{
    [Fact]
    public void A_service_without_a_consumer_that_the_catalogue_declares_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Add("billing", consumers => consumers.AddConsumer<KeepingConsumer<UserRegistered>>())
        );

        Assert.StartsWith(
            "the catalogue lists billing as a subscriber of Capsule.Contracts.AccountStateChanged, but it has no such consumer",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_consumer_that_the_catalogue_does_not_declare_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Add(
                "billing",
                consumers =>
                    consumers
                        .AddConsumer<KeepingConsumer<UserRegistered>>()
                        .AddConsumer<KeepingConsumer<AccountStateChanged>>()
                        .AddConsumer<KeepingConsumer<DeploymentRequested>>()
            )
        );

        Assert.StartsWith(
            "billing has a consumer of Capsule.Contracts.DeploymentRequested, but the catalogue does not list it as a subscriber",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_differs_in_Development_is_compared_there_alone()
    {
        Add("auth", consumers => consumers.AddConsumer<KeepingConsumer<EmailRequested>>());
        Add("auth", environment: Environments.Production);

        Assert.Throws<InvalidOperationException>(() => Add("auth"));
        Assert.Throws<InvalidOperationException>(() =>
            Add("auth", consumers => consumers.AddConsumer<KeepingConsumer<EmailRequested>>(), Environments.Production)
        );
    }

    [Fact]
    public void A_publisher_knows_the_subscribers_of_its_events_unless_a_setting_names_others()
    {
        var builder = Add("auth", environment: Environments.Production);
        builder.Configuration["Messaging:Subscribers:user-registered"] = "monitor";
        using var host = builder.Build();

        var subscribers = host.Services.GetRequiredService<IOptions<MessagingOptions>>().Value.Subscribers;

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["account-state-changed"] = "billing,deploy,monitor",
                ["email-requested"] = "notify",
                ["migration-applied"] = "monitor",
                ["migration-failed"] = "monitor",
                ["user-registered"] = "monitor",
            },
            subscribers.OrderBy(pair => pair.Key).ToDictionary()
        );
    }

    private static HostApplicationBuilder Add(string service, Action<MessagingBuilder>? consumers = null, string? environment = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment ?? Environments.Development });
        builder.AddMessaging<ShopContext>(service, consumers);
        return builder;
    }
}
