using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Aspire.Hosting.Embedded;

/// <summary>Hands out free ports of the loopback interface, none twice.</summary>
internal sealed class Ports
{
    // Below the range from which the system takes the ports of outgoing connections, so that none slips in between.
    private const int First = 12000;
    private const int Last = 32000;

    private readonly HashSet<int> _given = [];
    private readonly Lock _lock = new();

    /// <summary>Keeps a port from being handed out.</summary>
    /// <returns>False when it was taken before.</returns>
    internal bool Reserve(int port)
    {
        lock (_lock)
        {
            return _given.Add(port);
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    internal int Pick()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (IsFree(port) && Reserve(port))
            {
                return port;
            }
        }
    }

    /// <summary>Whether nobody listens on a port of the loopback interface.</summary>
    internal static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return true;
        }
        catch (SocketException error)
        {
            // No such address: the machine has IPv6 off on this interface.
            return error.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
