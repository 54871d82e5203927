using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Stands between a service and a server, so that the connection can be cut and restored without stopping the server.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<TcpClient, byte> _clients = new();
    private TcpListener _listener;

    private TcpProxy(string host, int port)
    {
        _host = host;
        _port = port;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>Whether what the client sends is swallowed; connections stay open.</summary>
    public bool SwallowRequests { get; set; }

    /// <summary>Whether what the server answers is swallowed; connections stay open.</summary>
    public bool SwallowAnswers { get; set; }

    public static TcpProxy Start(string host, int port) => new(host, port);

    public void Cut()
    {
        _listener.Stop();
        foreach (var client in _clients.Keys)
        {
            client.Close();
        }

        _clients.Clear();
    }

    public void Restore()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _clients[client] = 0;
        _clients[server] = 0;
        try
        {
            await server.ConnectAsync(_host, _port);
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), () => SwallowRequests),
                CopyAsync(server.GetStream(), client.GetStream(), () => SwallowAnswers)
            );
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            client.Close();
            _clients.TryRemove(client, out _);
            _clients.TryRemove(server, out _);
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Func<bool> swallow)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer)) > 0; )
        {
            if (!swallow())
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }
}
