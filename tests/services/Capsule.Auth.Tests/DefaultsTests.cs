using Capsule.Testing;

namespace Capsule.Auth.Tests;

public sealed class DefaultsTests
{
    [Fact]
    public async Task It_answers_health_liveness_database_status_and_OpenAPI()
    {
        // Not shared: it is degraded where an event of another test has waited for a minute, to which no service subscribes.
        await using var service = await AuthHost.StartAsync();

        await ServiceCompliance.AssertDefaultEndpointsAsync(service.Client, "auth", "/api/users", "/api/users/{id}");
    }

    [Fact]
    public async Task Endpoints_ask_for_a_token()
    {
        await using var service = await AuthHost.SharedAsync();

        // Who signs up or in has no token yet; e-mails are shown in Development alone.
        await service.InScopeAsync(services => ServiceCompliance.AssertEndpointsAskForTokensAsync(
            services, service.Client, "POST /api/users", "POST /api/sessions", "GET /api/dev/mailbox", "POST /api/users/verify-email",
            "POST /api/users/verify-email/resend", "POST /api/users/forgot-password", "POST /api/users/reset-password", "POST /api/users/confirm-email-change",
            "GET /api/providers", "GET /api/providers/{provider}/authorize", "GET /api/providers/{provider}/callback", "POST /api/sessions/external"));
    }

    [Fact]
    public async Task DATABASE_md_describes_the_migrated_database()
    {
        await using var database = await AuthHost.DatabaseAsync();

        await DatabaseDocument.AssertMatchesAsync<AuthDbContext>(database.ConnectionString, "auth");
    }

    [Fact]
    public async Task Every_table_has_audit_columns_that_a_trigger_keeps()
    {
        await using var database = await AuthHost.DatabaseAsync();

        await ServiceCompliance.AssertAuditColumnsAsync(database.ConnectionString, "auth");
    }
}
