using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Capsule.Bench.Backup;

/// <summary>Measures pg_restore into a new database, and nothing else.</summary>
internal static class BareRestore
{
    private const string Debian = "/usr/lib/postgresql/15/bin/pg_restore";

    /// <summary>Returns the seconds of pg_restore; creating and dropping the database is not included.</summary>
    public static async Task<double> MeasureAsync(NpgsqlConnectionStringBuilder owner, string dump, int jobs)
    {
        var name = $"bare_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(owner.ConnectionString);
        await connection.OpenAsync();
        await FilledDatabase.ExecuteAsync(connection, $"create database {name} template template0");
        try
        {
            var start = new ProcessStartInfo(
                File.Exists(Debian) ? Debian : "pg_restore",
                ["--format=directory", $"--jobs={jobs.ToString(CultureInfo.InvariantCulture)}", "--exit-on-error", $"--dbname={name}", dump]
            )
            {
                Environment =
                {
                    ["PGHOST"] = owner.Host,
                    ["PGPORT"] = owner.Port.ToString(CultureInfo.InvariantCulture),
                    ["PGUSER"] = owner.Username,
                    ["PGPASSWORD"] = owner.Password,
                },
            };
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? watch.Elapsed.TotalSeconds
                : throw new InvalidOperationException($"pg_restore ended with {process.ExitCode}.");
        }
        finally
        {
            await FilledDatabase.ExecuteAsync(connection, $"drop database {name} with (force)");
        }
    }
}
