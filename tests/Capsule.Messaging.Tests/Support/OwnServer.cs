using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Capsule.Testing;

namespace Capsule.Messaging.Tests.Support;

/// <summary>A server of one test's own, to be killed and started again on its data; what it acknowledged is on disk.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const string Name = "own";

    // The one on PATH is a wrapper that knows only the system's own node.
    private const string DebianTool = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private readonly string _data = Directory.CreateTempSubdirectory("capsule-own-").FullName;
    private readonly int _port = FreePort();
    private readonly Action<IDistributedApplicationBuilder, int> _add;
    private DistributedApplication? _application;

    private OwnServer(Action<IDistributedApplicationBuilder, int> add, Func<int, string> address) => (_add, Address) = (add, address(_port));

    /// <summary>An AMQP address, or an Npgsql connection string.</summary>
    public string Address { get; }

    public static Task<OwnServer> StartBrokerAsync() => StartNewAsync(
        (builder, port) => builder.AddRabbitMQ(Name, User(builder), Password(builder), port).WithDataVolume("own_data"),
        port => $"amqp://capsule:pass@127.0.0.1:{port}");

    public static Task<OwnServer> StartPostgresAsync() => StartNewAsync(
        (builder, port) => builder.AddPostgres(Name, User(builder), Password(builder), port).WithImageTag("15").WithDataVolume("own_data"),
        port => $"Host=127.0.0.1;Port={port};Username=capsule;Password=pass;Database=postgres");

    /// <summary>Starts it and waits until it is healthy.</summary>
    public async Task StartAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = ["--data-root", _data], DisableDashboard = true });
        _add(builder, _port);
        _application = builder.Build();
        await _application.StartAsync();
        await _application.ResourceNotifications.WaitForResourceHealthyAsync(Name);
    }

    /// <summary>Kills it (SIGKILL) and waits until nothing of it is left.</summary>
    public async Task KillAsync()
    {
        foreach (var process in Processes())
        {
            process.Kill();
        }

        await Eventually.TrueAsync(() => Processes().Count == 0, "nothing is left of the killed server");
        await StopAsync();
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the broker, in the environment that its node runs in.</summary>
    public async Task RunToolAsync(params string[] arguments)
    {
        var environment = Processes().Select(process => Environment(process.Id)).First(variables => variables.ContainsKey("RABBITMQ_NODENAME"));
        var start = new ProcessStartInfo(File.Exists(DebianTool) ? DebianTool : "rabbitmqctl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var tool = Process.Start(start)!;
        var said = Task.WhenAll(tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, string.Concat(await said));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static async Task<OwnServer> StartNewAsync(Action<IDistributedApplicationBuilder, int> add, Func<int, string> address)
    {
        var server = new OwnServer(add, address);
        if (!OperatingSystem.IsWindows())
        {
            // The server runs as a user of its own.
            File.SetUnixFileMode(server._data, File.GetUnixFileMode(server._data) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        await server.StartAsync();
        return server;
    }

    private static IResourceBuilder<ParameterResource> User(IDistributedApplicationBuilder builder) => builder.AddParameter("user", "capsule");

    private static IResourceBuilder<ParameterResource> Password(IDistributedApplicationBuilder builder) => builder.AddParameter("password", "pass", secret: true);

    private async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _application, null) is { } application)
        {
            await application.StopAsync();
            await application.DisposeAsync();
        }
    }

    private IReadOnlyList<RunningProcess> Processes() => RunningProcess.Of("CAPSULE_OWN_SERVER=none", _data);

    private static Dictionary<string, string> Environment(int process) => File.ReadAllText($"/proc/{process}/environ").Split('\0')
        .Select(variable => variable.Split('=', 2)).Where(variable => variable.Length == 2).ToDictionary(variable => variable[0], variable => variable[1]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
