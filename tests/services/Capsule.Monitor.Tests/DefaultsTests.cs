using Capsule.Testing;

namespace Capsule.Monitor.Tests;

public sealed class DefaultsTests
{
    [Fact]
    public async Task It_answers_health_liveness_database_status_and_OpenAPI()
    {
        await using var service = await MonitorHost.StartAsync();

        await ServiceCompliance.AssertDefaultEndpointsAsync(service.Client, "monitor", "/api/events/count", "/api/alerts");
    }

    [Fact]
    public async Task Endpoints_ask_for_a_token()
    {
        await using var service = await MonitorHost.StartAsync();

        service.Client.DefaultRequestHeaders.Authorization = null;
        await service.InScopeAsync(services => ServiceCompliance.AssertEndpointsAskForTokensAsync(services, service.Client));
    }

    [Fact]
    public async Task DATABASE_md_describes_the_migrated_database()
    {
        await using var database = await MonitorHost.DatabaseAsync();

        await DatabaseDocument.AssertMatchesAsync<MonitorDbContext>(database.ConnectionString, "monitor");
    }

    [Fact]
    public async Task Every_table_has_audit_columns_that_a_trigger_keeps()
    {
        await using var database = await MonitorHost.DatabaseAsync();

        await ServiceCompliance.AssertAuditColumnsAsync(database.ConnectionString, "monitor");
    }
}
