using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using Capsule.Data;
using Capsule.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Migrations.Tests.Chains;

/// <summary>
/// Runs commands of bundles that share the service "chain" but have different migrations, on a database of the test's own.
/// </summary>
internal sealed class ChainRun : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private ChainRun(TestDatabase database) => _database = database;

    public string ConnectionString => _database.ConnectionString;

    public string Name => _database.Name;

    /// <summary>Where backups go.</summary>
    public string Backups { get; } = Directory.CreateTempSubdirectory("capsule-chain-").FullName;

    public string Role => $"chain_{_database.Name}";

    public static async Task<ChainRun> CreateAsync() => new(await TestDatabase.CreateAsync());

    public Task<(BundleExitCode Code, string Output, string Error)> InvokeAsync<TContext>(params string[] arguments)
        where TContext : ServiceDbContext => InvokeAsync<TContext>(typeof(ChainRun).Assembly, ConnectionString, arguments);

    /// <summary>Runs a command of a bundle whose migrations are in an assembly.</summary>
    public async Task<(BundleExitCode Code, string Output, string Error)> InvokeAsync<TContext>(
        Assembly migrations,
        string connectionString,
        params string[] arguments
    )
        where TContext : ServiceDbContext
    {
        var host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Development" }
        );
        host.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:chain-db"] = connectionString,
                ["API_ROLE"] = Role,
                ["API_ROLE_PASSWORD"] = "secret",
                ["CAPSULE_BACKUPS"] = Backups,
            }
        );
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MigrationBundle.RunAsync<TContext>(arguments, "chain", host, migrations, output, error);
        return ((BundleExitCode)code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command outside Development, but without the TLS that is demanded there and that the test server lacks.</summary>
    public async Task<(BundleExitCode Code, string Error)> InvokeInProductionAsync<TContext>(
        BundleCommand<TContext> command,
        params string[] arguments
    )
        where TContext : ServiceDbContext
    {
        var host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Production" }
        );
        await using var output = new StringWriter();
        var options = new MigrationOptions { Service = "chain" };
        var session = new BundleSession<TContext>(
            new NpgsqlConnectionStringBuilder(ConnectionString),
            options,
            typeof(ChainRun).Assembly,
            host.Environment,
            host.Configuration,
            new BundleOutput("chain", false, output, output)
        );
        try
        {
            return (
                await command.RunAsync(session, new RootCommand { command }.Parse([command.Name, .. arguments]), CancellationToken.None),
                output.ToString()
            );
        }
        catch (BundleException exception)
        {
            return (exception.ExitCode, exception.Message);
        }
        catch (MigrationException exception)
        {
            return (ErrorExitCode.Of(exception.Kind), exception.Message);
        }
    }

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> SucceedAsync<TContext>(params string[] arguments)
        where TContext : ServiceDbContext
    {
        var (code, output, error) = await InvokeAsync<TContext>(arguments);
        Assert.True(code == BundleExitCode.Success, $"{code}: {error}{output}");
        return output;
    }

    /// <summary>What info says: name and state of each migration.</summary>
    public async Task<string[]> StatesAsync<TContext>(params string[] arguments)
        where TContext : ServiceDbContext
    {
        using var document = JsonDocument.Parse(await SucceedAsync<TContext>(["info", "--json", .. arguments]));
        return
        [
            .. document
                .RootElement.GetProperty("migrations")
                .EnumerateArray()
                .Select(migration => $"{migration.GetProperty("description").GetString()}: {migration.GetProperty("state").GetString()}"),
        ];
    }

    public Task<T?> AskAsync<T>(string sql) => SampleRun.ScalarAsync<T>(ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(Backups, recursive: true);
        await SampleRun.ScalarAsync<object>((await TestServers.GetAsync()).Postgres, $"drop role if exists {SqlText.Identifier(Role)}");
    }
}
