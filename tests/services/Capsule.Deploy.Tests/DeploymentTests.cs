using System.Net;
using System.Net.Http.Json;
using Capsule.Contracts;
using Capsule.Deploy.Deployments;
using Capsule.Deploy.Quotas;
using Capsule.Messaging;
using Capsule.Security;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Deploy.Tests;

public sealed class DeploymentTests
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
    public async Task A_deployment_within_the_quota_is_stored_and_announced()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);

        var response = await RequestAsync(deploy, "site");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var deployment = (await response.Content.ReadFromJsonAsync<DeploymentResponse>())!;
        Assert.Equal("requested", deployment.Status);
        Assert.Equal(deployment, await deploy.Client.GetFromJsonAsync<DeploymentResponse>(response.Headers.Location));
        Assert.Equal(
            deployment.Id.ToString(),
            await deploy.QueryAsync<string>(
                "select payload->>'deploymentId' from deploy.outbox_messages where type like '%:DeploymentRequested'"
            )
        );
    }

    [Fact]
    public async Task What_would_exceed_the_quota_is_refused_with_the_amount()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);

        var response = await RequestAsync(deploy, "big", cpuMillicores: 2000);

        var problem = await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.Forbidden);
        Assert.Equal("urn:capsule:problem:over-quota", problem.GetProperty("type").GetString());
        Assert.Contains("cpuMillicores would be 2000 of 1000", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0L, await deploy.QueryAsync<long>("select count(*) from deploy.deployments"));
    }

    [Fact]
    public async Task Requests_at_once_cannot_pass_the_limit_together()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);

        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => RequestAsync(deploy, $"site-{i}", cpuMillicores: 100)));

        Assert.Equal(3, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(9, responses.Count(response => response.StatusCode == HttpStatusCode.Forbidden));
        Assert.Equal(
            3L,
            await deploy.QueryAsync<long>("select count(*) from deploy.outbox_messages where type like '%:DeploymentRequested'")
        );
    }

    [Fact]
    public async Task A_name_is_used_once_and_a_refusal_claims_nothing()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);
        await RequestAsync(deploy, "site");

        await ServiceCompliance.AssertProblemAsync(await RequestAsync(deploy, "site"), HttpStatusCode.Conflict, "name");

        Assert.Equal(1, await deploy.QueryAsync<int>("select used_deployments from deploy.quotas"));
    }

    [Fact]
    public async Task A_repetition_under_the_same_key_deploys_once()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RequestAsync(deploy, "site", key: "once")));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Equal(1L, await deploy.QueryAsync<long>("select count(*) from deploy.deployments"));
        Assert.Equal(1, await deploy.QueryAsync<int>("select used_deployments from deploy.quotas"));
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
    public async Task Bad_input_is_answered_with_the_name_of_the_field()
    {
        (string Body, string Field)[] bad =
        [
            ("""{"image":"nginx"}""", "name"),
            ("""{"name":"Not A Label","image":"nginx"}""", "name"),
            ("""{"name":"site","image":""}""", "image"),
            ("""{"name":"site","image":"a b"}""", "image"),
            ("""{"name":"site","image":"nginx","cpuMillicores":0}""", "cpuMillicores"),
            ("""{"name":"site","image":"nginx","memoryMegabytes":99999999999}""", "memoryMegabytes"),
        ];
        await using var deploy = await DeployHost.StartAsync();
        deploy.CallAs(Guid.CreateVersion7(), Scopes.Deployments);

        foreach (var (body, field) in bad)
        {
            var response = await deploy.Client.PostAsync(
                "/api/deployments",
                new StringContent(body, System.Text.Encoding.UTF8, "application/json")
            );

            await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
        }
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

    [Fact]
    public async Task What_belongs_to_others_is_for_those_who_may_read_it()
    {
        await using var deploy = await DeployHost.StartAsync();
        var user = await SubscribeAsync(deploy);
        var location = (await RequestAsync(deploy, "site")).Headers.Location;

        deploy.CallAs(Guid.CreateVersion7(), Scopes.Deployments);
        await ServiceCompliance.AssertProblemAsync(await deploy.Client.GetAsync(location), HttpStatusCode.NotFound);
        await ServiceCompliance.AssertProblemAsync(await deploy.Client.GetAsync($"/api/quotas/{user}"), HttpStatusCode.Forbidden);
        deploy.CallAs(Guid.CreateVersion7(), Scopes.Deployments, Scopes.DeploymentsRead);
        Assert.Equal(user, (await deploy.Client.GetFromJsonAsync<DeploymentResponse>(location))!.UserId);
        Assert.Equal(user, (await deploy.Client.GetFromJsonAsync<QuotaResponse>($"/api/quotas/{user}"))!.UserId);
    }

    [Fact]
    public async Task Two_callers_who_choose_the_same_key_get_an_answer_each()
    {
        await using var deploy = await DeployHost.StartAsync();
        var one = await SubscribeAsync(deploy);
        var first = await (await RequestAsync(deploy, "site", key: "once")).Content.ReadFromJsonAsync<DeploymentResponse>();
        var two = await SubscribeAsync(deploy);

        var second = await (await RequestAsync(deploy, "site", key: "once")).Content.ReadFromJsonAsync<DeploymentResponse>();

        Assert.Equal((one, two), (first!.UserId, second!.UserId));
        Assert.NotEqual(first.Id, second.Id);
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

    private static async Task<Guid> SubscribeAsync(ServiceHost<Program> deploy, Guid? existing = null)
    {
        var user = existing ?? Guid.CreateVersion7();
        deploy.CallAs(user, Scopes.Deployments);
        await deploy.InScopeAsync(async services =>
        {
            services
                .GetRequiredService<IEventPublisher>()
                .Publish(new SubscriptionActivated(user, Guid.CreateVersion7(), "free", TimeProvider.System.GetUtcNow()));
            await services.GetRequiredService<DeployDbContext>().SaveChangesAsync();
        });
        await Eventually.TrueAsync(
            async () => (await deploy.Client.GetAsync($"/api/quotas/{user}")).StatusCode == HttpStatusCode.OK,
            "There is a quota."
        );
        return user;
    }

    private static Task<HttpResponseMessage> RequestAsync(
        ServiceHost<Program> deploy,
        string name,
        int cpuMillicores = 250,
        string? key = null
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/deployments")
        {
            Content = JsonContent.Create(
                new
                {
                    name,
                    image = "nginx:1.27",
                    cpuMillicores,
                }
            ),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return deploy.Client.SendAsync(request);
    }
}
