using System.Net;
using System.Net.Sockets;

namespace Capsule.Hosting.LocalServers;

/// <summary>Checks ports of the loopback interface.</summary>
internal static class LoopbackPort
{
    /// <summary>Returns whether no process listens on the port, on IPv4 and IPv6.</summary>
    public static bool IsFree(int port) =>
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
        catch (SocketException exception)
        {
            // The interface may lack IPv6, and an unprivileged process cannot bind ports below 1024.
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AccessDenied;
        }
    }
}
