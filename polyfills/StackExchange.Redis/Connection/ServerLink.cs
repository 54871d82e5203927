using System.Net;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

/// <summary>
/// Keeps a connection to the server: connects, connects again after a failure, and lets commands wait meanwhile.
/// Commands that were in flight when a connection failed are never sent again.
/// </summary>
internal sealed partial class ServerLink : IAsyncDisposable
{
    private const int MaxMask = 63;

    private readonly ConfigurationOptions _options;
    private readonly ILinkEvents _events;
    private readonly IPushReceiver? _pushes;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _backlogGate = new();
    private readonly int _timeout;
    private List<WaitingCommand> _backlog = [];
    private volatile ServerConnection? _current;
    private volatile RedisConnectionException? _lastFailure;
    private Task _running = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;
    private ulong _knownDatabases;
    private bool _disposed;

    public ServerLink(ConfigurationOptions options, ConnectionType type, ILinkEvents events, IPushReceiver? pushes)
    {
        _options = options;
        _events = events;
        _pushes = pushes;
        _timeout = options.AsyncTimeout;
        Type = type;
        _knownDatabases = options.DefaultDatabase is > 0 and <= MaxMask and var home ? 1UL << home : 0;
    }

    public ConnectionType Type { get; }

    public bool IsConnected => _current is not null;

    public EndPoint? Server => _current?.Server;

    public RedisConnectionException? LastFailure => _lastFailure;

    /// <summary>Done when the first connection stands, or the first attempts have failed.</summary>
    public Task FirstAttempts => _first.Task;

    public void Start()
    {
        // Not in the caller's execution context: the loops outlive it.
        using (ExecutionContext.SuppressFlow())
        {
            _running = Task.Run(RunAsync);
            _beating = Task.Run(BeatAsync);
        }
    }

    /// <summary>Sends a command, or lets it wait for a connection; null when nobody wants the result.</summary>
    public Task<T>? Send<T>(in Request request, Reply<T> reply, int database, CommandFlags flags)
    {
        if (database > MaxMask || (database > 0 && (Volatile.Read(ref _knownDatabases) & (1UL << database)) == 0))
        {
            return SendCheckedAsync(request, reply, database, flags);
        }

        return SendNow(request, reply, database, flags);
    }

    private Task<T>? SendNow<T>(in Request request, Reply<T> reply, int database, CommandFlags flags)
    {
        var message = NewMessage(request, reply, database, flags, out var task);
        if (_current is not { } connection || !connection.TrySend(request, message, database))
        {
            Wait([WaitingCommand.Encode(request, message, database)]);
        }

        return task;
    }

    /// <summary>Encodes a command that is to be sent later.</summary>
    public WaitingCommand Prepare<T>(in Request request, Reply<T> reply, int database, CommandFlags flags, out Task<T>? task) =>
        WaitingCommand.Encode(request, NewMessage(request, reply, database, flags, out task), database);

    /// <summary>Sends commands with none between them, or lets them wait for a connection.</summary>
    public void Send(IReadOnlyList<WaitingCommand> commands)
    {
        if (_current is not { } connection || !connection.TrySend(commands))
        {
            Wait(commands);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_backlogGate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        await _stop.CancelAsync();
        _current?.Close(Disposed());
        await _running;
        await _beating;
        FailBacklog(Disposed());
        _stop.Dispose();
    }

    /// <summary>
    /// The first command on a database goes only after the server has accepted the database's number: sent right behind
    /// a SELECT that fails, it would run on another one.
    /// </summary>
    private async Task<T> SendCheckedAsync<T>(Request request, Reply<T> reply, int database, CommandFlags flags)
    {
        await SendNow(new Request(Commands.Select, database), Reply.Any, ServerConnection.ChangesDatabase, CommandFlags.None)!;
        if (database <= MaxMask)
        {
            Interlocked.Or(ref _knownDatabases, 1UL << database);
        }

        return await (SendNow(request, reply, database, flags) ?? Task.FromResult(default(T)!));
    }

    private Message<T> NewMessage<T>(in Request request, Reply<T> reply, int database, CommandFlags flags, out Task<T>? task)
    {
        var blocking = (flags & InternalFlags.Blocking) != 0;
        var message = Message<T>.Rent(
            reply,
            Environment.TickCount64 + (blocking ? _options.SyncTimeout : _timeout),
            request.Command.Name,
            inline: blocking,
            wanted: (flags & CommandFlags.FireAndForget) == 0,
            out task);
        if (Telemetry.IsOn)
        {
            message.Activity = Telemetry.Start(
                request.Command.Name, Server ?? _options.EndPoints[0], Math.Max(database, 0), InternalFlags.Visible(flags));
        }

        return message;
    }

    private static RedisConnectionException Disposed() =>
        new(ConnectionFailureType.ConnectionDisposed, "The connection was disposed.");
}
