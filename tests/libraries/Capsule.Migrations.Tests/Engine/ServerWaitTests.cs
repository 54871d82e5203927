using System.Net;
using System.Net.Sockets;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

public sealed class ServerWaitTests
{
    [Fact]
    public async Task A_server_that_starts_later_is_waited_for()
    {
        await using var run = await SampleRun.CreateAsync();
        var server = new NpgsqlConnectionStringBuilder(run.ConnectionString);
        var late = new NpgsqlConnectionStringBuilder(run.ConnectionString) { Host = "127.0.0.1", Port = FreePort() };

        var migrating = run.MigrateAsync(owner: late.ConnectionString);
        await Eventually.TrueAsync(() => run.Progress.Count > 0, "it says that it waits");
        using var listener = new TcpListener(IPAddress.Loopback, late.Port);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var forwarding = ForwardAsync(listener, server.Host!, server.Port, stop.Token);
        var report = await migrating;
        await stop.CancelAsync();
        await forwarding;

        Assert.Equal(SampleRun.LibrarySteps.Length + 2, report.Applied.Count);
        Assert.Equal($"waiting for 127.0.0.1:{late.Port}, database \"{run.Name}\": Connection refused", run.Progress[0]);
    }

    [Fact]
    public async Task A_database_that_is_created_later_is_waited_for()
    {
        await using var run = await SampleRun.CreateAsync();
        var late = new NpgsqlConnectionStringBuilder(run.ConnectionString) { Database = $"{run.Name}_late", Pooling = false };

        var migrating = run.MigrateAsync(owner: late.ConnectionString);
        await Eventually.TrueAsync(() => run.Progress.Count > 0, "it says that it waits");
        await run.AsOwnerAsync<object>($"create database {late.Database}");
        var report = await migrating;

        Assert.Equal(late.Database, report.Database);
        await run.AsOwnerAsync<object>($"drop database {late.Database} with (force)");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ForwardAsync(TcpListener listener, string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                using var server = new TcpClient();
                await server.ConnectAsync(host, port, cancellationToken);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), cancellationToken),
                    server.GetStream().CopyToAsync(client.GetStream(), cancellationToken)
                );
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
