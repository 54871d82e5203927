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

    internal static async Task<Guid> SubscribeAsync(ServiceHost<Program> deploy, Guid? existing = null)
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

    internal static Task<HttpResponseMessage> RequestAsync(
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
