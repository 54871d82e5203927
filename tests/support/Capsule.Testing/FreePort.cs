using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Capsule.Testing;

/// <summary>Finds ports for servers.</summary>
public static class FreePort
{
    // Below the range from which the system takes the ports of outgoing connections, so that none of those gets it in between.
    private const int First = 12000;
    private const int Last = 32000;

    /// <summary>Returns a port of the loopback interface that nobody listens on.</summary>
    public static int Pick()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                socket.Listen();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
