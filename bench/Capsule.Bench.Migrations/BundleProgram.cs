using System.Diagnostics;
using System.Runtime.InteropServices;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Bench.Migrations;

/// <summary>Measures a service's published bundle, and psql with the same SQL, each on an empty database. Times are in seconds.</summary>
internal sealed class BundleProgram(PlatformService service, string folder)
{
    private string Script => Path.Combine(folder, $"{service.Name}.sql");

    private string Program => Path.Combine(folder, service.Name, service.BundleProject);

    /// <summary>Publishes the bundle, and writes the SQL of its migrations for psql.</summary>
    public async Task PrepareAsync()
    {
        var project = Path.Combine(RepositoryFolder.Root, service.Folder, service.BundleProject);
        await RunAsync(
            "dotnet",
            ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", Path.GetDirectoryName(Program)!],
            null
        );
        await RunAsync(Program, ["script", "--output", Script], null);
    }

    /// <summary>Measures a command that does little and needs no database.</summary>
    public Task<double> StartAsync() => RunAsync(Program, ["lock"], null);

    public async Task<double> MigrateAsync()
    {
        await using var database = await TestDatabase.CreateAsync();
        return await RunAsync(Program, ["migrate"], database);
    }

    public async Task<double> PsqlAsync()
    {
        await using var database = await TestDatabase.CreateAsync();
        return await RunAsync("psql", ["-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", Script], database);
    }

    private async Task<double> RunAsync(string program, IEnumerable<string> arguments, TestDatabase? database)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["API_ROLE_PASSWORD"] = "bench";
        if (database is not null)
        {
            var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
            start.Environment[$"ConnectionStrings__{service}-db"] = database.ConnectionString;
            (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (settings.Host, settings.Port.ToString(null, null));
            (start.Environment["PGUSER"], start.Environment["PGPASSWORD"], start.Environment["PGDATABASE"]) = (
                settings.Username,
                settings.Password,
                settings.Database
            );
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{program}: {await error}");
    }
}
