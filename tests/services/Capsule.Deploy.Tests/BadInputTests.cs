using Capsule.Security;
using Capsule.Testing.Sweep;

namespace Capsule.Deploy.Tests;

public sealed class BadInputTests
{
    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_name()
    {
        await using var deploy = await DeployHost.StartAsync(listen: true);
        var user = Guid.CreateVersion7();
        deploy.CallAs(user, Scopes.Deployments);
        await deploy.Database.ExecuteAsync(
            $"""
            insert into deploy.quotas (user_id, plan, max_deployments, max_cpu_millicores, max_memory_megabytes, used_deployments, used_cpu_millicores, used_memory_megabytes)
            values ('{user}', 'free', 1000000, 2000000000, 2000000000, 0, 0, 0)
            """
        );

        await BadInputSweep.RunAsync(
            deploy,
            "deploy",
            new SweepRules { Restore = () => deploy.Database.ExecuteAsync("update deploy.deployments set name = id::text") }
                .Example("name", "web")
                .Example("image", "nginx:1.27")
                .Example("userId", user)
                .AnswersGood("GET /api/deployments/{id}", 404, "deployment-not-found")
        );
    }

    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_name_before_the_quota_has_arrived()
    {
        await using var deploy = await DeployHost.StartAsync(listen: true);
        var user = Guid.CreateVersion7();
        deploy.CallAs(user, Scopes.Deployments);

        await BadInputSweep.RunAsync(
            deploy,
            "deploy",
            new SweepRules()
                .Example("name", "web")
                .Example("image", "nginx:1.27")
                .Example("userId", user)
                .AnswersGood("GET /api/quotas/{userId}", 503, "quota-not-ready")
                .AnswersGood("POST /api/deployments", 503, "quota-not-ready")
                .AnswersGood("GET /api/deployments/{id}", 404, "deployment-not-found")
        );
    }
}
