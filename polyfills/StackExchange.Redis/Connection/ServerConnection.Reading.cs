using System.Buffers;
using System.IO.Pipelines;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

internal sealed partial class ServerConnection
{
    private async Task ReadAsync()
    {
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: SegmentSize, minimumReadSize: 2048, leaveOpen: true));
        var scanner = default(RespScanner);
        long scanned = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                Volatile.Write(ref _lastRead, Environment.TickCount64);
                var rest = TakeReplies(read.Buffer, ref scanner, ref scanned);
                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                {
                    throw new EndOfStreamException("The server closed the connection.");
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <summary>Gives every whole reply to its message; returns what is left of an incomplete one.</summary>
    private ReadOnlySequence<byte> TakeReplies(ReadOnlySequence<byte> buffer, ref RespScanner scanner, ref long scanned)
    {
        while (true)
        {
            if (scanned == 0)
            {
                var span = buffer.FirstSpan;
                var begin = 0;
                var at = 0;
                while (scanner.Scan(span, ref at))
                {
                    OnReply(span[begin..at]);
                    begin = at;
                }

                scanned = at - begin;
                buffer = buffer.Slice(begin);
            }

            if (!ScanOn(buffer, ref scanner, ref scanned))
            {
                return scanned <= MaxReply ? buffer : throw new RespProtocolException("A reply is too long.");
            }

            buffer = TakeSplitReply(buffer, scanned);
            scanned = 0;
        }
    }

    private static bool ScanOn(ReadOnlySequence<byte> buffer, ref RespScanner scanner, ref long scanned)
    {
        foreach (var segment in buffer.Slice(scanned))
        {
            var at = 0;
            var whole = scanner.Scan(segment.Span, ref at);
            scanned += at;
            if (whole)
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySequence<byte> TakeSplitReply(ReadOnlySequence<byte> buffer, long length)
    {
        var rented = ArrayPool<byte>.Shared.Rent(checked((int)length));
        try
        {
            buffer.Slice(0, length).CopyTo(rented);
            OnReply(rented.AsSpan(0, (int)length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return buffer.Slice(length);
    }

    private void OnReply(ReadOnlySpan<byte> reply)
    {
        if (_pushes is not null && _pushes.TryReceive(reply))
        {
            return;
        }

        if (!_inFlight.TryDequeue(out var message))
        {
            throw new RespProtocolException("The server sent a reply that no command waits for.");
        }

        message.OnReply(reply);
    }

    /// <summary>The reply of a SELECT that goes before a command of another database.</summary>
    private sealed class SelectMessage : Message
    {
        private readonly ServerConnection _connection;

        public SelectMessage(ServerConnection connection)
        {
            _connection = connection;
            Deadline = Environment.TickCount64;
            CommandName = Commands.Select.Name;
        }

        public override void OnReply(ReadOnlySpan<byte> reply)
        {
            var reader = new RespReader(reply);
            reader.Read();
            if (reader.IsError)
            {
                _connection.Close(new RedisConnectionException(
                    ConnectionFailureType.ProtocolFailure, $"The server refused to select a database: {reader.ReadText()}"));
                throw new RespProtocolException("SELECT failed.");
            }
        }

        public override bool TryFail(int token, Exception exception, bool reuse) => false;
    }
}
