using System.Diagnostics;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Bench.Migrations;

/// <summary>A service's bundle as a process, and psql in its place; each on an empty database. Times are in seconds.</summary>
internal sealed class BundleProgram(string service)
{
    private readonly string _program = RepositoryFolder.Program(
        $"services/{service}/Capsule.{char.ToUpperInvariant(service[0])}{service[1..]}.Migrations");

    public async Task WriteScriptAsync(string folder) => await RunAsync("dotnet", [_program, "script", "--output", Script(folder)], null);

    public Task<double> StartAsync() => RunAsync("dotnet", [_program, "lock"], null);

    public async Task<double> MigrateAsync()
    {
        await using var database = await TestDatabase.CreateAsync();
        return await RunAsync("dotnet", [_program, "migrate"], database);
    }

    public async Task<double> PsqlAsync(string folder)
    {
        await using var database = await TestDatabase.CreateAsync();
        return await RunAsync("psql", ["-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", Script(folder)], database);
    }

    private string Script(string folder) => Path.Combine(folder, $"{service}.sql");

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
            (start.Environment["PGUSER"], start.Environment["PGPASSWORD"], start.Environment["PGDATABASE"]) = (settings.Username, settings.Password, settings.Database);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{program}: {await error}");
    }
}
