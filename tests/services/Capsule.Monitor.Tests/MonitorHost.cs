extern alias bundle;

using Capsule.Migrations;
using Capsule.Security;
using Capsule.Testing;
using Microsoft.AspNetCore.Hosting;

namespace Capsule.Monitor.Tests;

/// <summary>Starts the monitor service on a migrated database of its own.</summary>
internal static class MonitorHost
{
    /// <summary>Its client may read everything.</summary>
    public static async Task<ServiceHost<Program>> StartAsync(Action<IWebHostBuilder>? configure = null, bool listen = false)
    {
        var monitor = await ServiceHost.StartAsync<Program>("monitor", MigrateAsync, configure, listen);
        monitor.CallAs(Guid.CreateVersion7(), Scopes.MonitoringRead);
        return monitor;
    }

    public static Task<TestDatabase> DatabaseAsync() => TestDatabase.FromBundleAsync("monitor", MigrateAsync);

    private static Task MigrateAsync(string owner) =>
        MigrationBundle.MigrateAsync<MonitorDbContext>(
            owner,
            new MigrationOptions { Service = "monitor", ApiRole = new ApiRole("monitor_user", ServiceHost.ApiPassword) },
            typeof(bundle::Capsule.Monitor.Migrations.Initial).Assembly
        );
}
