using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>The frames of a gRPC body: a flag, the length in four bytes, the message.</summary>
internal static class GrpcFrames
{
    private const int PrefixLength = 5;
    private const int LongestMessage = 4 * 1024 * 1024;

    /// <summary>Reads the next message; null at the end of the body.</summary>
    /// <exception cref="GrpcException">The body is not made of plain frames, or a message is too long.</exception>
    internal static async Task<T?> ReadAsync<T>(PipeReader body, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (TryParse(read.Buffer, parser, out var message, out var end))
            {
                body.AdvanceTo(end);
                return message;
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? null : throw new GrpcException(GrpcStatus.InvalidArgument, "The body ends inside a message.");
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes a message and sends it.</summary>
    internal static async Task WriteAsync(PipeWriter body, IMessage message, CancellationToken cancellationToken)
    {
        var length = message.CalculateSize();
        WritePrefix(body.GetSpan(PrefixLength), length);
        body.Advance(PrefixLength);
        message.WriteTo(body);
        await body.FlushAsync(cancellationToken);
    }

    private static void WritePrefix(Span<byte> prefix, int length)
    {
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)length);
    }

    private static bool TryParse<T>(ReadOnlySequence<byte> buffer, MessageParser<T> parser, out T? message, out SequencePosition end)
        where T : class, IMessage<T>
    {
        (message, end) = (null, buffer.Start);
        if (buffer.Length < PrefixLength)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        if (prefix[0] != 0)
        {
            throw new GrpcException(GrpcStatus.Unimplemented, "Compressed messages are not understood.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > LongestMessage)
        {
            throw new GrpcException(GrpcStatus.ResourceExhausted, $"A message has {length} bytes, more than {LongestMessage}.");
        }

        if (buffer.Length < PrefixLength + length)
        {
            return false;
        }

        var content = buffer.Slice(PrefixLength, length);
        try
        {
            message = parser.ParseFrom(content);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, error.Message);
        }

        end = content.End;
        return true;
    }
}
