using System.Diagnostics;
using Capsule.Migrations;
using Capsule.Sample.Migrations;
using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Backups.Tests;

/// <summary>
/// The sample service's database with some rows, a folder of backups, and the bundle's commands on both; all the test's own.
/// </summary>
internal sealed class BackupRun : IAsyncDisposable
{
    private const string Rows = """
        insert into sample.accounts (email) select 'Account' || i || '@example.org' from generate_series(1, 40) i;
        insert into sample.orders (account_id, amount_minor, currency) select id, 100, 'EUR' from sample.accounts;
        insert into sample.readings (source, at, value)
            select 's' || i % 3, timestamptz '2026-01-01' + i * interval '1 minute', i from generate_series(1, 500) i;
        """;

    private readonly TestDatabase _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capsule-backups-");
    private readonly List<string> _others = [];
    private readonly List<string> _roles = [];

    private BackupRun(TestDatabase database) => _database = database;

    public string Name => _database.Name;

    public string Folder => _folder.FullName;

    public string ConnectionString => _database.ConnectionString;

    public NpgsqlConnectionStringBuilder Owner => new(ConnectionString);

    public BackupOptions Options =>
        new()
        {
            Service = "sample",
            Schema = "sample",
            HistoryTable = "__ef_migrations_history",
            Folder = Folder,
            Jobs = 2,
        };

    public ServiceBackups Backups => new(Owner, Options);

    public BackupCatalog Catalog => Backups.Catalog;

    public static async Task<BackupRun> EmptyAsync() => new(await TestDatabase.CreateAsync());

    public async Task FillAsync(string connectionString)
    {
        await MigrateAsync(connectionString);
        await ScalarAsync<object>(Rows, connectionString: connectionString);
    }

    public static async Task<BackupRun> CreateAsync(string? sql = null)
    {
        var run = new BackupRun(await TestDatabase.FromBundleAsync("backup_sample", MigrateAsync));
        await run.ExecuteAsync(Rows);
        if (sql is not null)
        {
            await run.ExecuteAsync(sql);
        }

        return run;
    }

    /// <summary>A name for another database on the same server, dropped at the end.</summary>
    public string OtherName()
    {
        _others.Add($"test_{Guid.NewGuid():n}");
        return _others[^1];
    }

    public void AlsoDrop(string database) => _others.Add(database);

    public void AlsoDropRole(string role) => _roles.Add(role);

    public Task ExecuteAsync(string sql) => ScalarAsync<object>(sql);

    /// <summary>Writes one row in COPY's text format.</summary>
    public async Task CopyAsync(string table, string row)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var import = await connection.BeginTextImportAsync($"copy {table} from stdin");
        await import.WriteAsync(row + "\n");
    }

    public async Task<T?> ScalarAsync<T>(string sql, string? database = null, string? connectionString = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString ?? ConnectionString) { Pooling = false };
        settings.Database = database ?? settings.Database;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default : (T)value;
    }

    public Task<bool> ExistsAsync(string database) =>
        ScalarAsync<bool>($"select exists (select from pg_database where datname = '{database}')", "postgres");

    /// <summary>Runs a command of the bundle in this process.</summary>
    public Task<(int Code, string Output, string Error)> InvokeAsync(params string[] arguments) =>
        InvokeInAsync("Development", null, arguments);

    public async Task<(int Code, string Output, string Error)> InvokeInAsync(
        string environment,
        string? connection,
        params string[] arguments
    )
    {
        var host = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = environment });
        host.Configuration.AddInMemoryCollection(
            Settings(connection ?? ConnectionString).Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))
        );
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MigrationBundle.RunAsync<SampleDbContext>(
            arguments,
            "sample",
            host,
            typeof(SampleDbContext).Assembly,
            TextWriter.Synchronized(output),
            TextWriter.Synchronized(error)
        );
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Starts a command of the bundle as a process of its own.</summary>
    public Process Start(params string[] arguments) => StartIn(null, arguments);

    /// <summary>Runs a command of the bundle as a process of its own, in a time zone.</summary>
    public async Task<(int Code, string Output)> InvokeInZoneAsync(string zone, params string[] arguments)
    {
        using var process = StartIn(zone, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    private Process StartIn(string? zone, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SampleDbContext).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Development" },
        };
        if (zone is not null)
        {
            start.Environment["TZ"] = zone;
        }

        foreach (var (name, value) in Settings(ConnectionString))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
        {
            await ScalarAsync<object>($"drop database if exists \"{other}\" with (force)", "postgres");
        }

        await _database.DisposeAsync();
        foreach (var role in _roles)
        {
            await ScalarAsync<object>($"drop role {role}", "postgres");
        }

        _folder.Delete(recursive: true);
    }

    private Dictionary<string, string> Settings(string connection) =>
        new() { ["ConnectionStrings:sample-db"] = connection, ["CAPSULE_BACKUPS"] = Folder };

    private static async Task MigrateAsync(string connectionString) =>
        await MigrationBundle.MigrateAsync<SampleDbContext>(
            connectionString,
            new MigrationOptions { Service = "sample", ApiRole = new ApiRole("backup_sample_user", "sample_pass") },
            typeof(SampleDbContext).Assembly
        );
}
