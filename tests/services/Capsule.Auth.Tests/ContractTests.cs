using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>Open are the endpoints of people who have no token yet, and the mailbox, which exists in Development only.</summary>
public sealed class ContractTests()
    : ServiceContractTests<Program>(
        "auth",
        ["/api/users", "/api/users/{id}"],
        "POST /api/users",
        "POST /api/sessions",
        "GET /api/dev/mailbox",
        "POST /api/users/verify-email",
        "POST /api/users/verify-email/resend",
        "POST /api/users/forgot-password",
        "POST /api/users/reset-password",
        "POST /api/users/confirm-email-change",
        "GET /api/providers",
        "GET /api/providers/{provider}/authorize",
        "GET /api/providers/{provider}/callback",
        "POST /api/sessions/external"
    )
{
    // Not shared: the service is degraded where an event of another test has waited for a minute, to which no service subscribes.
    protected override Task<ServiceHost<Program>> StartAsync() => AuthHost.StartAsync();

    protected override Task<ServiceHost<Program>> SharedAsync() => AuthHost.SharedAsync();

    protected override Task<TestDatabase> DatabaseAsync() => AuthHost.DatabaseAsync();

    protected override string RowsToAttackWith => "insert into auth.audit_pending (event) values ('attack')";
}
