using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

internal sealed partial class ServerLink
{
    /// <summary>Looks for commands whose time is over, for connections that have gone silent, and for idle ones to ping.</summary>
    private async Task BeatAsync()
    {
        var shortest = Math.Min(Math.Min(_options.AsyncTimeout, _options.SyncTimeout) / 5, _options.HeartbeatInterval.TotalMilliseconds);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(shortest, 10)));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Beat(Environment.TickCount64);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Beat(long now)
    {
        if (_current is { } connection)
        {
            if (connection.ExpireBefore(now, _timeout * 3L, SentTimeout))
            {
                connection.Close(new RedisConnectionException(
                    ConnectionFailureType.SocketFailure, "The server has not answered for four times the timeout.", null, CommandStatus.Sent));
            }
            else if (_options.KeepAlive > 0 && now - connection.LastWrite > _options.KeepAlive * 1000L)
            {
                var ping = Message<bool>.Rent(Reply.Any, now + _timeout, Commands.Ping.Name, inline: false, wanted: false, out _);
                connection.TrySend(new Request(Commands.Ping), ping, ServerConnection.AnyDatabase);
            }
        }

        ExpireBacklog(now);
    }

    private void ExpireBacklog(long now)
    {
        lock (_backlogGate)
        {
            _backlog.RemoveAll(command =>
            {
                var token = command.Message.Token;
                return !Message.IsOpen(token) || (command.Message.Deadline <= now
                    && command.Message.TryFail(token, WaitingTimeout(command.Message), reuse: false));
            });
        }
    }

    private RedisTimeoutException SentTimeout(Message message) => new(
        $"Timeout awaiting response ({_timeout}ms), command={message.CommandName}, server={EndPointCollection.ToString(Server)}",
        CommandStatus.Sent);

    private Exception WaitingTimeout(Message message)
    {
        const string What = "The message timed out in the backlog attempting to send because no connection became available";
        return _lastFailure is { } failure
            ? new RedisConnectionException(
                failure.FailureType,
                $"{What} ({_timeout}ms) - Last Connection Exception: {failure.Message}, command={message.CommandName}",
                failure,
                CommandStatus.WaitingInBacklog)
            : new RedisTimeoutException($"{What}, command={message.CommandName}", CommandStatus.WaitingInBacklog);
    }
}
