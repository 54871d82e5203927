using System.Net;
using System.Net.Http.Json;
using Capsule.Billing.Customers;
using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Security;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Billing.Tests;

/// <summary>What billing makes of what happens to users' accounts, in whichever order it hears of it.</summary>
public sealed class AccountTests
{
    private const string NewEmail = "countess@example.com";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly Guid _user = Guid.CreateVersion7();

    [Fact]
    public async Task Invoices_go_to_the_address_of_now_and_an_older_change_that_comes_late_is_none()
    {
        await using var billing = await BillingHost.StartAsync();
        await ConsumeAsync(billing, Registered());

        await ConsumeAsync(billing, Changed(3, AccountState.Active, "countess@example.com"));
        await ConsumeAsync(billing, Changed(2, AccountState.Active, "between@example.com"));

        var customer = await GetAsync(billing);
        Assert.Equal(("countess@example.com", "Ada", "free"), (customer.Email, customer.Name, customer.Plan!.Code));
        Assert.Equal(1L, await AnnouncedAsync(billing));
    }

    [Fact]
    public async Task Who_closes_the_account_is_on_no_plan_any_more_and_what_accounting_needs_stays()
    {
        await using var billing = await BillingHost.StartAsync();
        await ConsumeAsync(billing, Registered());

        await ConsumeAsync(billing, Changed(2, AccountState.Closed));
        await ConsumeAsync(billing, Changed(2, AccountState.Closed));

        var customer = await GetAsync(billing);
        Assert.Equal(("ada@example.com", "Ada", null), (customer.Email, customer.Name, customer.Plan));
        Assert.True(await billing.QueryAsync<bool>("select account_state = 'Closed' from billing.customers"));
        Assert.Equal(1L, await billing.QueryAsync<long>("select count(*) from billing.subscriptions where ended_at is not null"));
    }

    [Fact]
    public async Task Who_has_the_account_back_is_on_the_plan_of_before()
    {
        await using var billing = await BillingHost.StartAsync();
        await ConsumeAsync(billing, Registered());
        await ConsumeAsync(billing, Changed(2, AccountState.Closed));

        await ConsumeAsync(billing, Changed(3, AccountState.Active));

        Assert.Equal("free", (await GetAsync(billing)).Plan!.Code);
        Assert.Equal(
            (2L, 2L),
            (await billing.QueryAsync<long>("select count(*) from billing.subscriptions"), await AnnouncedAsync(billing))
        );
    }

    [Theory]
    [InlineData("registered,email,closed,reopened", true)]
    [InlineData("reopened,closed,email,registered", true)]
    [InlineData("email,reopened,registered,closed", true)]
    [InlineData("closed,registered,reopened,email", true)]
    [InlineData("closed,email,registered", false)]
    [InlineData("registered,email,closed", false)]
    [InlineData("registered,closed,email,closed", false)]
    [InlineData("closed,registered,closed,reopened,registered,closed", true)]
    [InlineData("registered,deactivated,email,closed", true)]
    public async Task Events_in_any_order_and_repeated_come_to_the_same_customer(string order, bool isOpen)
    {
        await using var billing = await BillingHost.StartAsync();
        foreach (var name in order.Split(','))
        {
            await ConsumeAsync(billing, Event(name));
        }

        var customer = await GetAsync(billing);

        Assert.Equal((NewEmail, "Ada", isOpen), (customer.Email, customer.Name, customer.Plan is not null));
    }

    [Fact]
    public async Task Events_that_arrive_at_once_come_to_the_same_customer()
    {
        await using var billing = await BillingHost.StartAsync();
        object[] events = [Event("registered"), Event("email"), Event("closed"), Event("reopened")];

        await billing.InScopeAsync(async services =>
        {
            var publisher = services.GetRequiredService<IEventPublisher>();
            Array.ForEach(events, @event => publisher.Publish(@event));
            await services.GetRequiredService<BillingDbContext>().SaveChangesAsync();
        });

        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.inbox_messages") == events.Length,
            "All are consumed."
        );
        var customer = await GetAsync(billing);
        Assert.Equal(("countess@example.com", "Ada", "free"), (customer.Email, customer.Name, customer.Plan?.Code));
        Assert.Equal(1L, await billing.QueryAsync<long>("select count(*) from billing.customers"));
    }

    [Theory]
    [InlineData("email")]
    [InlineData("closed,reopened")]
    public async Task A_customer_is_not_ready_while_other_events_have_arrived_but_the_sign_up_has_not(string order)
    {
        await using var billing = await BillingHost.StartAsync();

        foreach (var name in order.Split(','))
        {
            await ConsumeAsync(billing, Event(name));
        }

        billing.CallAs(_user, Scopes.Billing);
        await ServiceCompliance.AssertNotReadyAsync(await billing.Client.GetAsync($"/api/customers/{_user}"), "customer-not-ready");
    }

    [Fact]
    public async Task A_customer_whose_account_was_closed_before_the_sign_up_arrived_is_not_found()
    {
        await using var billing = await BillingHost.StartAsync();

        await ConsumeAsync(billing, Event("closed"));

        billing.CallAs(_user, Scopes.Billing);
        await ServiceCompliance.AssertProblemAsync(await billing.Client.GetAsync($"/api/customers/{_user}"), HttpStatusCode.NotFound);
    }

    private AccountStateChanged Changed(int version, AccountState state, string email = "ada@example.com") =>
        new(_user, version, state, email, Now.AddMinutes(version));

    private UserRegistered Registered() => new(_user, "ada@example.com", "Ada", Now);

    private object Event(string name) =>
        name switch
        {
            "registered" => Registered(),
            "email" => Changed(2, AccountState.Active, NewEmail),
            "closed" => Changed(3, AccountState.Closed, NewEmail),
            "deactivated" => Changed(4, AccountState.Deactivated, NewEmail),
            _ => Changed(5, AccountState.Active, NewEmail),
        };

    private async Task<CustomerResponse> GetAsync(ServiceHost<Program> billing)
    {
        billing.CallAs(_user, Scopes.Billing);
        return (await billing.Client.GetFromJsonAsync<CustomerResponse>($"/api/customers/{_user}"))!;
    }

    private static Task<long> AnnouncedAsync(ServiceHost<Program> billing) =>
        billing.QueryAsync<long>("select count(*) from billing.outbox_messages where type like '%:SubscriptionActivated'");

    /// <summary>Publishes an event, and returns once billing has consumed it.</summary>
    private static async Task ConsumeAsync(ServiceHost<Program> billing, object @event)
    {
        var before = await billing.QueryAsync<long>("select count(*) from billing.inbox_messages");
        await billing.InScopeAsync(async services =>
        {
            services.GetRequiredService<IEventPublisher>().Publish(@event);
            await services.GetRequiredService<BillingDbContext>().SaveChangesAsync();
        });
        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.inbox_messages") == before + 1,
            $"{@event} is consumed."
        );
    }
}
