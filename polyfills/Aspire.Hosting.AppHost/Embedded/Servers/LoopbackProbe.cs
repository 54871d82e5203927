using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Embedded;

/// <summary>Asks a server of this machine one question.</summary>
internal static class LoopbackProbe
{
    /// <summary>Sends bytes and returns the first bytes of the answer; fewer, or none, when the server does not answer in time.</summary>
    internal static async Task<byte[]> AskAsync(
        int port, ReadOnlyMemory<byte> question, int answerLength, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var answer = new byte[answerLength];
        var length = 0;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(deadline);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(question, timeout.Token);
            while (length < answerLength && await stream.ReadAsync(answer.AsMemory(length), timeout.Token) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception error) when (error is SocketException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Not there yet.
        }

        return answer[..length];
    }
}
