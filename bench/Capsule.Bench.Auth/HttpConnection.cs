using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Capsule.Bench.Auth;

/// <summary>
/// One connection that only sends bytes and reads responses. HttpClient would use as much CPU as the bare server and make every ratio look
/// better than it is.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private const int MaxResponseSize = 256 * 1024;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[MaxResponseSize];
    private readonly byte[] _body = new byte[MaxResponseSize];
    private int _length;

    public static async Task<HttpConnection> ConnectAsync(int port)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Returns the response's body, which is valid until the next request.</summary>
    /// <exception cref="InvalidOperationException">The response is not 200.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> request)
    {
        _length = 0;
        for (var sent = 0; sent < request.Length; )
        {
            sent += await _socket.SendAsync(request[sent..]);
        }

        int headers;
        while ((headers = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReceiveAsync();
        }

        var start = headers + 4;
        var body = ContentLength(_buffer.AsSpan(0, headers)) is { } length ? await FixedAsync(start, length) : await ChunkedAsync(start);
        return _buffer.AsSpan(9, 3).SequenceEqual("200"u8)
            ? body
            : throw new InvalidOperationException(
                $"{System.Text.Encoding.UTF8.GetString(_buffer.AsSpan(0, headers))} {System.Text.Encoding.UTF8.GetString(body.Span)}"
            );
    }

    public void Dispose() => _socket.Dispose();

    private static int? ContentLength(ReadOnlySpan<byte> headers)
    {
        var name = "\r\nContent-Length: "u8;
        var at = headers.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(headers[(at + name.Length)..], out int length, out _) ? length : null;
    }

    private async ValueTask<ReadOnlyMemory<byte>> FixedAsync(int start, int length)
    {
        while (_length < start + length)
        {
            await ReceiveAsync();
        }

        return _buffer.AsMemory(start, length);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ChunkedAsync(int at)
    {
        var written = 0;
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _length - at).IndexOf("\r\n"u8)) < 0)
            {
                await ReceiveAsync();
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(at, line), out int size, out _, 'x'))
            {
                throw new InvalidOperationException("A chunk has no size.");
            }

            var chunk = at + line + 2;
            while (_length < chunk + size + 2)
            {
                await ReceiveAsync();
            }

            if (size == 0)
            {
                return _body.AsMemory(0, written);
            }

            _buffer.AsSpan(chunk, size).CopyTo(_body.AsSpan(written));
            (written, at) = (written + size, chunk + size + 2);
        }
    }

    private async ValueTask ReceiveAsync()
    {
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_length));
        _length += received > 0 ? received : throw new InvalidOperationException("The connection was closed.");
    }
}
