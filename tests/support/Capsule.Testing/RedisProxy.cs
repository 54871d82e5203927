using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Capsule.Testing;

/// <summary>Stands between a service and the real Redis, so that Redis can go away, fall silent and come back.</summary>
public sealed class RedisProxy : IAsyncDisposable
{
    private readonly IPEndPoint _target;
    private readonly ConcurrentBag<Socket> _sockets = [];
    private TcpListener _listener;
    private volatile bool _silent;

    public RedisProxy(string target)
    {
        _target = IPEndPoint.Parse(target);
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Refuses connections and cuts those that there are.</summary>
    public void GoAway()
    {
        _listener.Stop();
        Cut();
    }

    /// <summary>Keeps connections and passes nothing on any more.</summary>
    public void FallSilent() => _silent = true;

    public void ComeBack() => _listener = Listen(Port);

    public ValueTask DisposeAsync()
    {
        GoAway();
        return ValueTask.CompletedTask;
    }

    private void Cut()
    {
        while (_sockets.TryTake(out var socket))
        {
            socket.Dispose();
        }
    }

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(client);
                _sockets.Add(server);
                await server.ConnectAsync(_target);
                _ = PassAsync(client, server);
                _ = PassAsync(server, client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[8192];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (!_silent)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        from.Dispose();
        to.Dispose();
    }
}
