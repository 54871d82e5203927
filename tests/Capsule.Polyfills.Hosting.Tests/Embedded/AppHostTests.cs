using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Embedded;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class AppHostTests : IDisposable
{
    private const string Started = "Everything has started";
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"capsule-test-{Guid.NewGuid():n}");
    private readonly int _port = new Ports().Pick();

    [Fact]
    public async Task Stops_cleanly_and_starts_again_on_the_existing_data()
    {
        using (var first = Start())
        {
            await first.WaitForAsync(Started);
            await ExecuteAsync("create table things (id int); insert into things values (7)");

            Assert.Equal(0, await first.SignalAsync(Native.SigInt));

            await first.HasNoChildrenAsync();
            Assert.Contains("Database cluster state:               shut down\n", await ControlDataAsync(), StringComparison.Ordinal);
            Assert.True(
                first.Output.IndexOf("service    Stopping", StringComparison.Ordinal) < first.Output.IndexOf("postgres   Stopping", StringComparison.Ordinal),
                first.Output);
        }

        using var second = Start();
        await second.WaitForAsync(Started);

        Assert.Equal(7, await ExecuteAsync("select id from things"));
        Assert.Equal(0, await second.SignalAsync(Native.SigTerm));
        await second.HasNoChildrenAsync();
    }

    [Fact]
    public async Task Leaves_nothing_behind_when_it_is_killed_and_recovers()
    {
        using (var first = Start())
        {
            await first.WaitForAsync(Started);
            await ExecuteAsync("create table things (id int); insert into things values (7)");
            Assert.Contains(first.Children(), child => child.EndsWith("epmd", StringComparison.Ordinal));

            await first.SignalAsync(Native.SigKill);

            await first.HasNoChildrenAsync();
        }

        using var second = Start();
        await second.WaitForAsync(Started);

        Assert.Equal(7, await ExecuteAsync("select id from things"));
        Assert.Equal(0, await second.SignalAsync(Native.SigInt));
    }

    [Fact]
    public async Task Names_who_holds_a_port_and_starts_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();

        using var application = Start();

        Assert.Equal(1, await application.ExitAsync());
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"postgres: port {_port} (tcp) is in use by process {Environment.ProcessId} ("),
            application.Output,
            StringComparison.Ordinal);
        await application.HasNoChildrenAsync();
        Assert.False(Directory.Exists(_root));
    }

    [Theory]
    [InlineData]
    [InlineData("--no-install")]
    public async Task Installs_nothing_when_it_is_told_where_the_servers_are_and_they_are_not(params string[] more)
    {
        using var application = Start(["--server-path", "/nowhere", .. more]);

        Assert.Equal(1, await application.ExitAsync());
        Assert.Contains("Not in /nowhere: postgresql-15, rabbitmq-server, redis-server.", application.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Installing", application.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_root));
    }

    [Fact]
    public async Task A_second_signal_kills()
    {
        using var application = Start("--Service=trap '' TERM; while true; do sleep 1; done");
        await application.WaitForAsync(Started);
        var stopping = Stopwatch.StartNew();

        await Eventually.TrueAsync(
            () => application.Output.Contains("Killing", StringComparison.Ordinal) || !Native.Signal(application.Id, Native.SigInt), "it kills");

        Assert.Equal(0, await application.ExitAsync());
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(20), $"{stopping.Elapsed}");
        await application.HasNoChildrenAsync();
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        using var application = new AppHostProcess("--help");

        Assert.Equal(0, await application.ExitAsync());
        Assert.Contains("--randomize-ports", application.Output, StringComparison.Ordinal);
        Assert.Contains("--data-root DIR", application.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private AppHostProcess Start(params string[] more) =>
        new(["--no-dashboard", "--data-root", _root, string.Create(CultureInfo.InvariantCulture, $"--Ports:Postgres={_port}"), .. more]);

    private async Task<string> ControlDataAsync()
    {
        var folder = PostgresPrograms.Find("15", new ServerRig().Site("postgres", null))!.Folder;
        var (_, output) = await ChildProcess.RunAsync(
            new ChildStart("/bin/sh", "-c", $"{folder}/pg_controldata {_root}/postgres_data/data | grep state"), CancellationToken.None);
        return output + "\n";
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = _port, Username = "postgres", Password = "pass", Database = "things", Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
