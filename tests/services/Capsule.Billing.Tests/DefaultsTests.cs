using Capsule.Testing;

namespace Capsule.Billing.Tests;

public sealed class DefaultsTests
{
    [Fact]
    public async Task It_answers_health_liveness_database_status_and_OpenAPI()
    {
        await using var service = await BillingHost.StartAsync();

        await ServiceCompliance.AssertDefaultEndpointsAsync(service.Client, "billing", "/api/customers/{userId}");
    }

    [Fact]
    public async Task Endpoints_ask_for_a_token()
    {
        await using var service = await BillingHost.StartAsync();

        await service.InScopeAsync(services => ServiceCompliance.AssertEndpointsAskForTokensAsync(services, service.Client));
    }

    [Fact]
    public async Task DATABASE_md_describes_the_migrated_database()
    {
        await using var database = await BillingHost.DatabaseAsync();

        await DatabaseDocument.AssertMatchesAsync<BillingDbContext>(database.ConnectionString, "billing");
    }

    [Fact]
    public async Task Every_table_has_audit_columns_that_a_trigger_keeps()
    {
        await using var database = await BillingHost.DatabaseAsync();

        await ServiceCompliance.AssertAuditColumnsAsync(database.ConnectionString, "billing");
    }
}
