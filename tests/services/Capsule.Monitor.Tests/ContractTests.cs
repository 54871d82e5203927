using Capsule.Testing;

namespace Capsule.Monitor.Tests;

public sealed class ContractTests() : ServiceContractTests<Program>("monitor", ["/api/events/count", "/api/alerts"])
{
    protected override Task<ServiceHost<Program>> StartAsync() => MonitorHost.StartAsync();

    protected override Task<TestDatabase> DatabaseAsync() => MonitorHost.DatabaseAsync();
}
