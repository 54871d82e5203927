using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Capsule.Testing;

namespace Capsule.Messaging.Tests.Support;

/// <summary>A RabbitMQ of one test's own, to be killed and started again on its data.</summary>
internal sealed class OwnBroker : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("capsule-broker-").FullName;
    private readonly int _port = FreePort();
    private DistributedApplication? _application;

    public string Address => $"amqp://capsule:pass@127.0.0.1:{_port}";

    public static async Task<OwnBroker> StartNewAsync()
    {
        var broker = new OwnBroker();
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as a user of its own.
            File.SetUnixFileMode(broker._data, File.GetUnixFileMode(broker._data) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        await broker.StartAsync();
        return broker;
    }

    /// <summary>Starts it and waits until it is healthy.</summary>
    public async Task StartAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = ["--data-root", _data], DisableDashboard = true });
        var password = builder.AddParameter("password", "pass", secret: true);
        var user = builder.AddParameter("user", "capsule");
        builder.AddRabbitMQ("messaging", user, password, _port).WithDataVolume("messaging_data");
        _application = builder.Build();
        await _application.StartAsync();
        await _application.ResourceNotifications.WaitForResourceHealthyAsync("messaging");
    }

    /// <summary>Kills it (SIGKILL) and waits until nothing of it is left.</summary>
    public async Task KillAsync()
    {
        foreach (var process in Processes())
        {
            process.Kill();
        }

        await Eventually.TrueAsync(() => Processes().Count == 0, "nothing is left of the killed broker");
        await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _application, null) is { } application)
        {
            await application.StopAsync();
            await application.DisposeAsync();
        }
    }

    private IReadOnlyList<RunningProcess> Processes() => RunningProcess.Of("CAPSULE_OWN_BROKER=none", _data);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
