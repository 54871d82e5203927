using System.Globalization;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>Capsule.Testing.AppHost as a process, with servers on ports that stay the same for all starts on a folder.</summary>
internal sealed class StartedApplication(string folder) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly int _postgres = FreePort.Pick();

    public string Folder => folder;

    private string Marker => Path.Combine(folder, "started");

    public static StartedApplication New() => new(ServerFolder.New("capsule-local"));

    /// <summary>Starts the application; returns at once.</summary>
    public AppHostProcess Start(params string[] arguments)
    {
        File.Delete(Marker);
        return AppHostProcess.StartProject(
            "tests/support/Capsule.Testing.AppHost",
            folder,
            [string.Create(CultureInfo.InvariantCulture, $"--Ports:Postgres={_postgres}"), $"--Started={Marker}", .. arguments]
        );
    }

    /// <summary>Waits until the service has started, which waits for every server and the bundle.</summary>
    public Task WaitUntilStartedAsync(AppHostProcess host) =>
        Eventually.TrueAsync(() => File.Exists(Marker), $"The service starts.\n{string.Join('\n', host.Output)}", Deadline);

    /// <summary>Asks the database that the application made.</summary>
    public async Task<object?> QueryAsync(string sql, string password = "pass")
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _postgres,
            Username = "postgres",
            Password = password,
            Database = "things",
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(settings);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The port that PostgreSQL has in the model.</summary>
    public int PostgresPort => _postgres;

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
