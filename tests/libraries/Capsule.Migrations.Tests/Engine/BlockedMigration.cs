using System.Diagnostics;
using Capsule.Sample.Migrations;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>A bundle's process that hangs in the middle of its second migration, because this holds a lock on a table it needs.</summary>
internal sealed class BlockedMigration : IAsyncDisposable
{
    private readonly NpgsqlConnection _blocker;

    private BlockedMigration(NpgsqlConnection blocker, Process process)
    {
        _blocker = blocker;
        Process = process;
    }

    public Process Process { get; }

    public static async Task<BlockedMigration> StartAsync(SampleRun run)
    {
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>(
            "drop table sample.readings; delete from sample.__ef_migrations_history where migration_id like '%AddReadings'"
        );
        var blocker = new NpgsqlConnection(run.ConnectionString);
        await blocker.OpenAsync();
        await using var command = new NpgsqlCommand("begin; lock table sample.service_settings", blocker);
        await command.ExecuteNonQueryAsync();

        var process = Start(run);
        await Eventually.TrueAsync(
            () => HasSessionAsync(run, "and wait_event_type = 'Lock' and query like '%service_settings%'"),
            "the bundle waits for the table"
        );
        return new BlockedMigration(blocker, process);
    }

    public static Process Start(SampleRun run, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SampleDbContext).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ConnectionStrings__sample-db"] = run.ConnectionString,
                ["API_ROLE"] = run.RoleName,
                ["API_ROLE_PASSWORD"] = SampleRun.Password,
            },
        };
        return Process.Start(start)!;
    }

    public static Task<bool> HasSessionAsync(SampleRun run, string and = "") =>
        run.AsOwnerAsync<bool>(
            $"select exists (select from pg_stat_activity where datname = current_database() and application_name like 'sample-migrations %' {and})"
        );

    public async Task ReleaseAsync() => await _blocker.CloseAsync();

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        await Process.WaitForExitAsync();
        Process.Dispose();
        await _blocker.DisposeAsync();
    }
}
