using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Capsule.Testing;

/// <summary>A redis-server of a test's own, which the test may stop, kill and start again on the same port.</summary>
public sealed class OwnRedis : IAsyncDisposable
{
    private readonly string[] _arguments;
    private Process? _process;

    private OwnRedis(int port, string[] arguments)
    {
        Port = port;
        _arguments = arguments;
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static async Task<OwnRedis> StartAsync(params string[] arguments)
    {
        var redis = new OwnRedis(FreePort(), arguments);
        await redis.StartAgainAsync();
        return redis;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        string[] usual = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        string[] port = _arguments.Contains("--tls-port") ? [] : ["--port", Port.ToString(CultureInfo.InvariantCulture)];
        foreach (
            var argument in (string[])
                [
                    .. port,
                    .. usual,
                    .. _arguments.Select(a => a.Replace("{port}", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)),
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        var output = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"redis-server did not start: {string.Join('\n', output)}");
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops the process without ending it: connections stay open and nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets a frozen process go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
