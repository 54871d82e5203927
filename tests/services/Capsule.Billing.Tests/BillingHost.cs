extern alias bundle;

using Capsule.Migrations;
using Capsule.Testing;

namespace Capsule.Billing.Tests;

/// <summary>Starts the billing service on a migrated database of its own.</summary>
internal static class BillingHost
{
    public static Task<ServiceHost<Program>> StartAsync(bool listen = false) =>
        ServiceHost.StartAsync<Program>("billing", MigrateAsync, listen: listen);

    public static Task<TestDatabase> DatabaseAsync() => TestDatabase.FromBundleAsync("billing", MigrateAsync);

    private static Task MigrateAsync(string owner) =>
        MigrationBundle.MigrateAsync<BillingDbContext>(
            owner,
            new MigrationOptions { Service = "billing", ApiRole = new ApiRole("billing_user", ServiceHost.ApiPassword) },
            typeof(bundle::Capsule.Billing.Migrations.Initial).Assembly
        );
}
