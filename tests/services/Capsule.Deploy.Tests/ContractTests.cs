using Capsule.Testing;

namespace Capsule.Deploy.Tests;

public sealed class ContractTests()
    : ServiceContractTests<Program>("deploy", ["/api/quotas/{userId}", "/api/deployments", "/api/deployments/{id}"])
{
    protected override Task<ServiceHost<Program>> StartAsync() => DeployHost.StartAsync();

    protected override Task<TestDatabase> DatabaseAsync() => DeployHost.DatabaseAsync();
}
