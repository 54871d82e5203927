using System.Net;
using System.Net.Http.Json;
using Capsule.Contracts;
using Capsule.Deploy.Quotas;
using Capsule.Messaging;
using Capsule.Security;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Capsule.Deploy.Tests.DeploymentTests;

namespace Capsule.Deploy.Tests;

/// <summary>Quotas and the subscriptions that set them.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task A_subscription_sets_the_quota_and_another_one_leaves_what_is_used()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);
        await RequestAsync(deploy, "site");

        await SubscribeAsync(deploy, user);

        await Eventually.TrueAsync(
            async () => await deploy.QueryAsync<long>("select count(*) from deploy.inbox_messages") == 2,
            "Both are consumed."
        );
        var quota = (await deploy.Client.GetFromJsonAsync<QuotaResponse>($"/api/quotas/{user}"))!;
        Assert.Equal("free", quota.Plan);
        Assert.Equal(new ResourceAmount(3, 1000, 1024), quota.Limit);
        Assert.Equal(new ResourceAmount(1, 250, 256), quota.Used);
    }

    [Fact]
    public async Task Who_closed_the_account_deploys_nothing_until_it_is_theirs_again()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);
        await RequestAsync(deploy, "site");

        await ConsumeAsync(deploy, Changed(user, 2, AccountState.Closed));

        var problem = await ServiceCompliance.AssertProblemAsync(await RequestAsync(deploy, "other"), HttpStatusCode.Forbidden);
        Assert.Equal("urn:capsule:problem:account-closed", problem.GetProperty("type").GetString());
        Assert.Equal(1, await deploy.QueryAsync<int>("select used_deployments from deploy.quotas"));

        await ConsumeAsync(deploy, Changed(user, 3, AccountState.Active));
        Assert.Equal(HttpStatusCode.Created, (await RequestAsync(deploy, "other")).StatusCode);

        // An older change that arrives late changes nothing.
        await ConsumeAsync(deploy, Changed(user, 2, AccountState.Closed));
        Assert.Equal(HttpStatusCode.Created, (await RequestAsync(deploy, "third")).StatusCode);
    }

    [Fact]
    public async Task A_subscription_that_comes_after_the_end_of_its_account_allows_nothing()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = Guid.CreateVersion7();
        await ConsumeAsync(deploy, Changed(user, 2, AccountState.Closed));

        await SubscribeAsync(deploy, user);
        await Eventually.TrueAsync(
            async () => await deploy.QueryAsync<string>("select plan from deploy.quotas") == "free",
            "The subscription is heard of."
        );

        await ServiceCompliance.AssertProblemAsync(await RequestAsync(deploy, "site"), HttpStatusCode.Forbidden);
        await ConsumeAsync(deploy, Changed(user, 3, AccountState.Active));
        Assert.Equal(HttpStatusCode.Created, (await RequestAsync(deploy, "site")).StatusCode);
    }

    [Fact]
    public async Task A_user_whose_subscription_has_not_arrived_is_told_when_to_ask_again_and_deploys_then_under_the_same_key()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = Guid.CreateVersion7();
        deploy.CallAs(user, Scopes.Deployments);

        await ServiceCompliance.AssertNotReadyAsync(await deploy.Client.GetAsync($"/api/quotas/{user}"), "quota-not-ready");
        await ServiceCompliance.AssertNotReadyAsync(await RequestAsync(deploy, "site", key: "once"), "quota-not-ready");
        await ServiceCompliance.AssertProblemAsync(
            await deploy.Client.GetAsync($"/api/deployments/{Guid.NewGuid()}"),
            HttpStatusCode.NotFound
        );

        await SubscribeAsync(deploy, user);
        Assert.Equal(HttpStatusCode.Created, (await RequestAsync(deploy, "site", key: "once")).StatusCode);
    }

    [Fact]
    public async Task A_quota_is_not_ready_while_the_account_was_reopened_but_the_subscription_has_not_arrived()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = Guid.CreateVersion7();
        deploy.CallAs(user, Scopes.Deployments);

        await ConsumeAsync(deploy, Changed(user, 3, AccountState.Active));

        await ServiceCompliance.AssertNotReadyAsync(await deploy.Client.GetAsync($"/api/quotas/{user}"), "quota-not-ready");
        await ServiceCompliance.AssertNotReadyAsync(await RequestAsync(deploy, "site"), "quota-not-ready");
    }

    [Fact]
    public async Task A_closed_account_without_a_subscription_deploys_nothing_and_is_not_asked_to_wait()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = Guid.CreateVersion7();
        deploy.CallAs(user, Scopes.Deployments);

        await ConsumeAsync(deploy, Changed(user, 2, AccountState.Closed));

        Assert.Equal("none", (await deploy.Client.GetFromJsonAsync<QuotaResponse>($"/api/quotas/{user}"))!.Plan);
        var problem = await ServiceCompliance.AssertProblemAsync(await RequestAsync(deploy, "site"), HttpStatusCode.Forbidden);
        Assert.Equal("urn:capsule:problem:account-closed", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_quota_that_does_not_exist_is_not_found_by_those_who_may_read_others()
    {
        await using var deploy = await DeployHost.StartAsync();
        var administrator = Guid.CreateVersion7();
        deploy.CallAs(administrator, Scopes.Deployments, Scopes.DeploymentsRead);

        await ServiceCompliance.AssertProblemAsync(
            await deploy.Client.GetAsync($"/api/quotas/{Guid.CreateVersion7()}"),
            HttpStatusCode.NotFound
        );
        await ServiceCompliance.AssertProblemAsync(await deploy.Client.GetAsync($"/api/quotas/{administrator}"), HttpStatusCode.NotFound);
        await ServiceCompliance.AssertProblemAsync(await RequestAsync(deploy, "site"), HttpStatusCode.NotFound);
    }

    /// <summary>Publishes an event, and returns once deploy has consumed it.</summary>
    private static AccountStateChanged Changed(Guid user, int version, AccountState state) =>
        new(user, version, state, "ada@example.com", TimeProvider.System.GetUtcNow());

    private static async Task ConsumeAsync(ServiceHost<Program> deploy, object @event)
    {
        var before = await deploy.QueryAsync<long>("select count(*) from deploy.inbox_messages");
        await deploy.InScopeAsync(async services =>
        {
            services.GetRequiredService<IEventPublisher>().Publish(@event);
            await services.GetRequiredService<DeployDbContext>().SaveChangesAsync();
        });
        await Eventually.TrueAsync(
            async () => await deploy.QueryAsync<long>("select count(*) from deploy.inbox_messages") == before + 1,
            $"{@event} is consumed."
        );
    }
}
