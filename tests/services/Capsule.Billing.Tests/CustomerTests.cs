using System.Net;
using System.Net.Http.Json;
using Capsule.Billing.Customers;
using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Security;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Billing.Tests;

public sealed class CustomerTests
{
    [Fact]
    public async Task A_registered_user_becomes_a_customer_on_the_free_plan_and_the_subscription_is_announced()
    {
        await using var billing = await BillingHost.StartAsync();
        var user = new UserRegistered(Guid.CreateVersion7(), "ada@example.com", "Ada", TimeProvider.System.GetUtcNow());
        billing.CallAs(user.UserId, Scopes.Billing);

        await PublishAsync(billing, user);

        await Eventually.TrueAsync(
            async () => (await billing.Client.GetAsync($"/api/customers/{user.UserId}")).StatusCode == HttpStatusCode.OK,
            "There is a customer."
        );
        var customer = (await billing.Client.GetFromJsonAsync<CustomerResponse>($"/api/customers/{user.UserId}"))!;
        Assert.Equal((user.UserId, user.Email, user.Name), (customer.UserId, customer.Email, customer.Name));
        Assert.Equal(("free", 0, "EUR"), (customer.Plan!.Code, customer.Plan.MonthlyPrice, customer.Plan.Currency));
        Assert.Equal(
            customer.Id.ToString(),
            await billing.QueryAsync<string>(
                "select payload->>'customerId' from billing.outbox_messages where type like '%:SubscriptionActivated'"
            )
        );
    }

    [Fact]
    public async Task A_user_who_is_registered_twice_is_one_customer()
    {
        await using var billing = await BillingHost.StartAsync();
        var user = new UserRegistered(Guid.CreateVersion7(), "ada@example.com", "Ada", TimeProvider.System.GetUtcNow());

        await PublishAsync(billing, user);
        await PublishAsync(billing, user);

        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.inbox_messages") == 2,
            "Both have been consumed."
        );
        Assert.Equal(1L, await billing.QueryAsync<long>("select count(*) from billing.customers"));
        Assert.Equal(
            1L,
            await billing.QueryAsync<long>("select count(*) from billing.outbox_messages where type like '%:SubscriptionActivated'")
        );
    }

    [Fact]
    public async Task A_user_whose_sign_up_has_not_arrived_is_told_when_to_ask_again()
    {
        await using var billing = await BillingHost.StartAsync();
        var user = new UserRegistered(Guid.CreateVersion7(), "ada@example.com", "Ada", TimeProvider.System.GetUtcNow());
        billing.CallAs(user.UserId, Scopes.Billing);

        var response = await billing.Client.GetAsync($"/api/customers/{user.UserId}");

        await ServiceCompliance.AssertNotReadyAsync(response, "customer-not-ready");
        await PublishAsync(billing, user);
        await Eventually.TrueAsync(
            async () => (await billing.Client.GetAsync($"/api/customers/{user.UserId}")).StatusCode == HttpStatusCode.OK,
            "There is a customer."
        );
    }

    [Fact]
    public async Task A_customer_who_does_not_exist_is_not_found_by_those_who_may_read_others()
    {
        await using var billing = await BillingHost.StartAsync();
        var administrator = Guid.CreateVersion7();
        billing.CallAs(administrator, Scopes.Billing, Scopes.BillingRead);

        foreach (var id in (string[])[$"{Guid.CreateVersion7()}", $"{administrator}", "ada"])
        {
            await ServiceCompliance.AssertProblemAsync(await billing.Client.GetAsync($"/api/customers/{id}"), HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Subscriptions_of_others_are_for_those_who_may_read_them()
    {
        await using var billing = await BillingHost.StartAsync();
        var user = new UserRegistered(Guid.CreateVersion7(), "ada@example.com", "Ada", TimeProvider.System.GetUtcNow());
        await PublishAsync(billing, user);
        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.customers") == 1,
            "There is a customer."
        );

        billing.CallAs(Guid.CreateVersion7(), Scopes.Billing);
        await ServiceCompliance.AssertProblemAsync(
            await billing.Client.GetAsync($"/api/customers/{user.UserId}"),
            HttpStatusCode.Forbidden
        );
        billing.CallAs(user.UserId, Scopes.Account);
        await ServiceCompliance.AssertProblemAsync(
            await billing.Client.GetAsync($"/api/customers/{user.UserId}"),
            HttpStatusCode.Forbidden
        );
        billing.CallAs(Guid.CreateVersion7(), Scopes.Billing, Scopes.BillingRead);
        Assert.Equal(HttpStatusCode.OK, (await billing.Client.GetAsync($"/api/customers/{user.UserId}")).StatusCode);
    }

    private static Task PublishAsync(ServiceHost<Program> billing, UserRegistered user) =>
        billing.InScopeAsync(async services =>
        {
            services.GetRequiredService<IEventPublisher>().Publish(user);
            await services.GetRequiredService<BillingDbContext>().SaveChangesAsync();
        });
}
