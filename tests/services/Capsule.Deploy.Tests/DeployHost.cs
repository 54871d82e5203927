extern alias bundle;

using Capsule.Migrations;
using Capsule.Testing;

namespace Capsule.Deploy.Tests;

/// <summary>Starts the deploy service on a migrated database of its own.</summary>
internal static class DeployHost
{
    public static Task<ServiceHost<Program>> StartAsync(bool listen = false) =>
        ServiceHost.StartAsync<Program>("deploy", MigrateAsync, listen: listen);

    public static Task<TestDatabase> DatabaseAsync() => TestDatabase.FromBundleAsync("deploy", MigrateAsync);

    private static Task MigrateAsync(string owner) =>
        MigrationBundle.MigrateAsync<DeployDbContext>(
            owner,
            new MigrationOptions { Service = "deploy", ApiRole = new ApiRole("deploy_user", ServiceHost.ApiPassword) },
            typeof(bundle::Capsule.Deploy.Migrations.Initial).Assembly
        );
}
