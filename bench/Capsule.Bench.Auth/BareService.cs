namespace Capsule.Bench.Auth;

/// <summary>The bare server in its own process with the runtime's defaults.</summary>
internal sealed class BareService : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private BareService(ServerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public TimeSpan Cpu => _process.Cpu;

    public static async Task<BareService> StartAsync(BenchServers servers, AuthService auth)
    {
        var port = ServerProcess.FreePort();
        var process = await ServerProcess.StartAsync(
            typeof(BareService).Assembly.Location,
            port,
            BareServer.Alive,
            [BareServer.Verb, servers.Api, $"http://127.0.0.1:{auth.Port}"],
            [("DOTNET_TieredPGO", "1"), ("DOTNET_gcConcurrent", "1")]
        );
        return new BareService(process, port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
