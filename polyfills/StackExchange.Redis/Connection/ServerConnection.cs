using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

/// <summary>
/// One connection for as long as it lasts. Callers write commands into a pipe under a lock and queue their messages in the
/// same order; one flusher sends whatever has gathered; one reader gives replies to the queue's messages in turn.
/// </summary>
internal sealed partial class ServerConnection
{
    /// <summary>For commands that do not care which database they run on.</summary>
    public const int AnyDatabase = -1;

    /// <summary>For commands after which the database is another.</summary>
    public const int ChangesDatabase = -2;

    private const int SegmentSize = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly Pipe _output = new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: SegmentSize, useSynchronizationContext: false));
    private readonly ConcurrentQueue<Message> _inFlight = new();
    private readonly FlushSignal _flush = new();
    private readonly IPushReceiver? _pushes;
    private bool _flushing;
    private bool _closed;
    private int _database;
    private Exception? _reason;
    private long _lastWrite = Environment.TickCount64;
    private long _lastRead = Environment.TickCount64;

    /// <param name="stream">The connected stream.</param>
    /// <param name="server">Its address.</param>
    /// <param name="pushes">Takes messages of channels; null when the connection has none.</param>
    /// <param name="database">The database that the handshake selects.</param>
    public ServerConnection(Stream stream, EndPoint server, IPushReceiver? pushes, int database)
    {
        _database = database;
        _stream = stream;
        _pushes = pushes;
        Server = server;
    }

    public EndPoint Server { get; }

    /// <summary>When something was last sent, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long LastWrite => Volatile.Read(ref _lastWrite);

    /// <summary>When something was last received.</summary>
    public long LastRead => Volatile.Read(ref _lastRead);

    /// <summary>Sends and receives until the connection fails or is closed; then everything in flight has failed. Returns the reason.</summary>
    public async Task<Exception> RunAsync()
    {
        var flusher = FlushAsync();
        try
        {
            await ReadAsync();
        }
        catch (Exception exception)
        {
            Close(exception);
        }

        await flusher;
        await _stream.DisposeAsync();
        var reason = Describe(_reason!);
        while (_inFlight.TryDequeue(out var message))
        {
            message.Fail(reason);
        }

        return reason;
    }

    /// <summary>Closes the connection; everything in flight fails with <paramref name="reason"/>.</summary>
    public void Close(Exception reason)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _reason = reason;
            _output.Writer.Complete();
        }

        _flush.Set();
        _stream.Dispose();
    }

    /// <summary>Gives up on commands whose time is over; their replies are still awaited and thrown away.</summary>
    /// <returns>Whether some command has waited for longer than <paramref name="patience"/> with nothing received since.</returns>
    public bool ExpireBefore(long now, long patience, Func<Message, Exception> timeout)
    {
        if (!_inFlight.TryPeek(out var oldest) || oldest.Deadline > now)
        {
            return false;
        }

        var stuck = oldest.Deadline + patience < now && LastRead < oldest.Deadline;
        foreach (var message in _inFlight)
        {
            var token = message.Token;
            if (Message.IsOpen(token) && message.Deadline <= now)
            {
                message.TryFail(token, timeout(message), reuse: false);
            }
        }

        return stuck;
    }

    private static RedisConnectionException Describe(Exception reason) => reason switch
    {
        RedisConnectionException known => known,
        RespProtocolException protocol => new(ConnectionFailureType.ProtocolFailure, protocol.Message, protocol, CommandStatus.Sent),
        EndOfStreamException closed => new(ConnectionFailureType.SocketClosed, closed.Message, closed, CommandStatus.Sent),
        IOException or ObjectDisposedException => new(
            ConnectionFailureType.SocketFailure, $"The connection failed: {reason.Message}", reason, CommandStatus.Sent),
        _ => new(ConnectionFailureType.InternalFailure, $"The connection failed: {reason.Message}", reason, CommandStatus.Sent),
    };
}
