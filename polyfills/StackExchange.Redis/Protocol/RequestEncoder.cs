using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace StackExchange.Redis.Protocol;

/// <summary>Writes requests as arrays of bulk strings.</summary>
internal static class RequestEncoder
{
    private const int InOnePiece = 2048;
    private const int HeaderRoom = 24;

    /// <exception cref="ArgumentException">An argument is null; nothing has been written.</exception>
    public static void Write(IBufferWriter<byte> output, in Request request)
    {
        var size = SizeLimit(request);
        if (size <= InOnePiece)
        {
            var span = output.GetSpan(size);
            output.Advance(WriteSmall(span, request));
        }
        else
        {
            WriteLarge(output, request);
        }
    }

    private static int SizeLimit(in Request request)
    {
        long size = HeaderRoom + request.Command.Encoded.Length;
        for (var i = 0; i < request.Count; i++)
        {
            size += HeaderRoom + request[i].EncodedLimit();
        }

        return (int)Math.Min(size, int.MaxValue);
    }

    private static int WriteSmall(Span<byte> span, in Request request)
    {
        var at = WritePrefix(span, (byte)'*', request.Count + 1);
        request.Command.Encoded.CopyTo(span[at..]);
        at += request.Command.Encoded.Length;
        for (var i = 0; i < request.Count; i++)
        {
            var value = request[i];
            var length = value.EncodedLength();
            at += WritePrefix(span[at..], (byte)'$', length);
            at += value.Encode(span[at..]);
            span[at++] = (byte)'\r';
            span[at++] = (byte)'\n';
        }

        return at;
    }

    private static void WriteLarge(IBufferWriter<byte> output, in Request request)
    {
        output.Advance(WritePrefix(output.GetSpan(HeaderRoom), (byte)'*', request.Count + 1));
        output.Write(request.Command.Encoded);
        for (var i = 0; i < request.Count; i++)
        {
            var value = request[i];
            output.Advance(WritePrefix(output.GetSpan(HeaderRoom), (byte)'$', value.EncodedLength()));
            if (value.TryGetText(out var text))
            {
                Encoding.UTF8.GetBytes(text, output);
            }
            else if (value.TryGetBytes(out var bytes))
            {
                output.Write(bytes);
            }
            else
            {
                output.Advance(value.Encode(output.GetSpan(RedisValue.NumberRoom)));
            }

            output.Write("\r\n"u8);
        }
    }

    private static int WritePrefix(Span<byte> span, byte prefix, int number)
    {
        span[0] = prefix;
        Utf8Formatter.TryFormat(number, span[1..], out var written);
        span[written + 1] = (byte)'\r';
        span[written + 2] = (byte)'\n';
        return written + 3;
    }
}
