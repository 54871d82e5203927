using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis.Protocol;

namespace Capsule.Polyfills.Redis.Tests.Support;

/// <summary>A command as a server sees it.</summary>
public sealed record Asked(int Connection, string Name, string[] Arguments);

/// <summary>
/// A little server that answers as a test says, for what a real one will not do: replies in pieces, late, broken or none.
/// It answers a connection's handshake by itself.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Asked, Stream, Task> _answer;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    /// <param name="answer">Writes the answer to a command; an exception closes the connection.</param>
    public ScriptedServer(Func<Asked, Stream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Connections => _connections.Count;

    public static byte[] Bulk(string text) => Encoding.UTF8.GetBytes($"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                _connections.Add(ServeAsync(socket, _connections.Count));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var greeted = false;
            await foreach (var asked in ReadAsync(stream, connection))
            {
                if (!greeted)
                {
                    greeted = asked.Name == "PING";
                    await stream.WriteAsync(greeted ? "+PONG\r\n"u8.ToArray() : "+OK\r\n"u8.ToArray(), _stop.Token);
                    continue;
                }

                await _answer(asked, stream);
            }
        }
        catch (Exception)
        {
            // The connection is over, as the test or the client wants it.
        }
    }

    private async IAsyncEnumerable<Asked> ReadAsync(NetworkStream stream, int connection)
    {
        var gathered = new List<byte>();
        var buffer = new byte[4096];
        int count;
        while ((count = await stream.ReadAsync(buffer, _stop.Token)) > 0)
        {
            gathered.AddRange(buffer.AsSpan(0, count));
            while (TryTake(gathered, connection) is { } asked)
            {
                yield return asked;
            }
        }
    }

    private static Asked? TryTake(List<byte> gathered, int connection)
    {
        var bytes = gathered.ToArray();
        var scanner = default(RespScanner);
        var at = 0;
        if (!scanner.Scan(bytes, ref at))
        {
            return null;
        }

        gathered.RemoveRange(0, at);
        var reader = new RespReader(bytes.AsSpan(0, at));
        reader.Read();
        var words = new string[reader.Count];
        for (var i = 0; i < words.Length; i++)
        {
            reader.Read();
            words[i] = reader.ReadText();
        }

        return new Asked(connection, words[0], words[1..]);
    }
}
