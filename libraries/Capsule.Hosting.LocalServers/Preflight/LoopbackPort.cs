using System.Net;
using System.Net.Sockets;

namespace Capsule.Hosting.LocalServers;

/// <summary>A port of the loopback interface.</summary>
internal static class LoopbackPort
{
    /// <summary>Whether nobody listens on it, by IPv4 and by IPv6.</summary>
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
            // A machine may have no IPv6 on this interface; ports below 1024 are not ours to try.
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AccessDenied;
        }
    }
}
