using System.Net.Sockets;
using System.Text.Json;

namespace Capsule.Testing.Servers;

/// <summary>
/// Tells each test process where the servers are, and counts them: a connection that stays open is a process that still tests.
/// </summary>
internal sealed class AddressServer(string path, IReadOnlyList<string> addresses)
{
    /// <summary>Between two test projects of one run nobody may be connected for a while.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly byte[] _greeting = JsonSerializer.SerializeToUtf8Bytes(addresses);
    private int _connected;
    private long _lastUsed = Environment.TickCount64;

    public async Task RunUntilUnusedAsync()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(path);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();

        using var unused = new CancellationTokenSource();
        var watch = WatchAsync(unused);
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync(unused.Token));
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(path);
        }

        await watch;
    }

    private async Task ServeAsync(Socket client)
    {
        Interlocked.Increment(ref _connected);
        using (client)
        {
            try
            {
                await client.SendAsync(_greeting);
                client.Shutdown(SocketShutdown.Send);
                while (await client.ReceiveAsync(new byte[1]) > 0) { }
            }
            catch (SocketException)
            {
                // The test process was killed: it has gone all the same.
            }
        }

        Interlocked.Exchange(ref _lastUsed, Environment.TickCount64);
        Interlocked.Decrement(ref _connected);
    }

    private async Task WatchAsync(CancellationTokenSource unused)
    {
        while (Volatile.Read(ref _connected) > 0 || Environment.TickCount64 - Volatile.Read(ref _lastUsed) < Linger.TotalMilliseconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        await unused.CancelAsync();
    }
}
