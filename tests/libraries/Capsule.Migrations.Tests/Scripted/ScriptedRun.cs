using System.Reflection;
using System.Text.Json;
using Capsule.Migrations.Tests.Chains;
using Npgsql;

namespace Capsule.Migrations.Tests.Scripted;

/// <summary>Runs commands of a <see cref="ScriptedBundle"/> on a database of the test's own.</summary>
internal sealed class ScriptedRun : IAsyncDisposable
{
    private readonly ChainRun _run;
    private string? _connectionString;

    private ScriptedRun(ChainRun run) => _run = run;

    /// <summary>The bundle's migrations.</summary>
    public Assembly Migrations { get; private set; } = null!;

    /// <summary>Connects as the owner; may be replaced.</summary>
    public string ConnectionString
    {
        get => _connectionString ?? _run.ConnectionString;
        set => _connectionString = value;
    }

    public string Name => _run.Name;

    public static async Task<ScriptedRun> CreateAsync(params IEnumerable<ScriptedMigration> migrations)
    {
        var run = new ScriptedRun(await ChainRun.CreateAsync());
        run.Use(migrations);
        return run;
    }

    /// <summary>Replaces the bundle.</summary>
    public void Use(params IEnumerable<ScriptedMigration> migrations) => Migrations = ScriptedBundle.Of(migrations);

    public Task<(BundleExitCode Code, string Output, string Error)> InvokeAsync(params string[] arguments) =>
        _run.InvokeAsync<ScriptedContext>(Migrations, ConnectionString, arguments);

    /// <summary>Runs a command that must succeed; returns what it writes.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        var (code, output, error) = await InvokeAsync(arguments);
        Assert.True(code == BundleExitCode.Success, $"{string.Join(' ', arguments)}: {code}: {error}{output}");
        return output + error;
    }

    /// <summary>Runs a command that must fail; returns what it says.</summary>
    public async Task<string> FailAsync(BundleExitCode expected, params string[] arguments)
    {
        var (code, output, error) = await InvokeAsync(arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)}: {code}: {error}{output}");
        return output + error;
    }

    /// <summary>Name and state of each migration, as info tells them.</summary>
    public async Task<string[]> StatesAsync()
    {
        var (_, output, _) = await InvokeAsync("info", "--json");
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document
                .RootElement.GetProperty("migrations")
                .EnumerateArray()
                .Select(migration => $"{migration.GetProperty("name").GetString()}: {migration.GetProperty("state").GetString()}"),
        ];
    }

    /// <summary>What validate finds, except that a bundle made at run time has no lock file and no snapshot of its model.</summary>
    public async Task<string[]> FindingsAsync()
    {
        var (_, output, _) = await InvokeAsync("validate", "--json");
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document
                .RootElement.GetProperty("findings")
                .EnumerateArray()
                .Where(finding => finding.GetProperty("kind").GetString() is not ("unlocked" or "model"))
                .Select(finding => $"{finding.GetProperty("kind").GetString()}: {finding.GetProperty("text").GetString()}"),
        ];
    }

    public Task<T?> AskAsync<T>(string sql) => _run.AskAsync<T>(sql);

    public Task ExecuteAsync(string sql) => _run.AskAsync<object>(sql);

    /// <summary>Opens a session of somebody else, named so.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string application)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_run.ConnectionString) { Pooling = false, ApplicationName = application }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();
}
