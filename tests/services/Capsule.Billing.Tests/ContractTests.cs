using Capsule.Testing;

namespace Capsule.Billing.Tests;

public sealed class ContractTests() : ServiceContractTests<Program>("billing", ["/api/customers/{userId}"])
{
    protected override Task<ServiceHost<Program>> StartAsync() => BillingHost.StartAsync();

    protected override Task<TestDatabase> DatabaseAsync() => BillingHost.DatabaseAsync();
}
