extern alias bundle;

using Capsule.Migrations;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>Starts the auth service on a migrated database of its own.</summary>
internal static class AuthHost
{
    public static Task<ServiceHost<Program>> StartAsync() => ServiceHost.StartAsync<Program>("auth", MigrateAsync);

    public static Task<TestDatabase> DatabaseAsync() => TestDatabase.FromBundleAsync("auth", MigrateAsync);

    private static Task MigrateAsync(string owner) => MigrationBundle.MigrateAsync<AuthDbContext>(
        owner,
        new MigrationOptions { Service = "auth", ApiRole = new ApiRole("auth_user", ServiceHost.ApiPassword) },
        typeof(bundle::Capsule.Auth.Migrations.Migrations.Initial).Assembly);
}
