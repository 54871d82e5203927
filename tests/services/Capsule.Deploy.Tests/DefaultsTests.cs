using Capsule.Testing;

namespace Capsule.Deploy.Tests;

public sealed class DefaultsTests
{
    [Fact]
    public async Task It_answers_health_liveness_database_status_and_OpenAPI()
    {
        await using var service = await DeployHost.StartAsync();

        await ServiceCompliance.AssertDefaultEndpointsAsync(service.Client, "deploy", "/api/quotas/{userId}", "/api/deployments", "/api/deployments/{id}");
    }

    [Fact]
    public async Task Endpoints_ask_for_a_token()
    {
        await using var service = await DeployHost.StartAsync();

        await service.InScopeAsync(services => ServiceCompliance.AssertEndpointsAskForTokensAsync(services, service.Client));
    }

    [Fact]
    public async Task DATABASE_md_describes_the_migrated_database()
    {
        await using var database = await DeployHost.DatabaseAsync();

        await DatabaseDocument.AssertMatchesAsync<DeployDbContext>(database.ConnectionString, "deploy");
    }

    [Fact]
    public async Task Every_table_has_audit_columns_that_a_trigger_keeps()
    {
        await using var database = await DeployHost.DatabaseAsync();

        await ServiceCompliance.AssertAuditColumnsAsync(database.ConnectionString, "deploy");
    }
}
