using System.Collections.Concurrent;
using Aspire.Hosting.Embedded;
using Capsule.Testing;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

/// <summary>A data root of a test's own, and servers on it.</summary>
internal sealed class ServerRig : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"capsule-test-{Guid.NewGuid():n}");

    public Ports Ports { get; } = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ServerSite Site(string resource, string? volume, IReadOnlyList<string>? searchPath = null) => new(
        resource, Ports.Pick(), volume, new DataFolders(Root), Ports, searchPath ?? [], (line, _) => _lines.Enqueue(line), TimeProvider.System);

    public static async Task<ChildProcess> StartAsync(EmbeddedServer server)
    {
        var process = await server.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            async () => process.Exited.IsCompleted
                ? throw new InvalidOperationException(string.Join('\n', process.LastLines))
                : await server.IsReadyAsync(CancellationToken.None),
            "the server is ready");
        await server.CompleteAsync(CancellationToken.None);
        return process;
    }

    public static async Task<int> StopAsync(EmbeddedServer server, ChildProcess process)
    {
        var exitCode = await process.StopAsync(server.StopSignal, TimeSpan.FromSeconds(20), CancellationToken.None);
        await server.EndedAsync();
        server.Dispose();
        return exitCode;
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
