namespace StackExchange.Redis.Connection;

internal sealed partial class ServerLink
{
    private void Wait(IReadOnlyList<WaitingCommand> commands)
    {
        RedisConnectionException? refusal = null;
        lock (_backlogGate)
        {
            if (_disposed)
            {
                refusal = Disposed();
            }
            else if (_current is { } connection && connection.TrySend(commands))
            {
                return;
            }
            else if (_options.BacklogPolicy.QueueWhileDisconnected)
            {
                _backlog.AddRange(commands);
                return;
            }
        }

        foreach (var command in commands)
        {
            command.Message.Fail(refusal ?? NoConnection(command.Message));
        }
    }

    private RedisConnectionException NoConnection(Message message) => new(
        ConnectionFailureType.UnableToResolvePhysicalConnection,
        $"No connection is active/available to service this operation: {message.CommandName}"
        + (_lastFailure is { } failure ? $"; {failure.Message}" : ""),
        _lastFailure,
        CommandStatus.WaitingToBeSent);

    private void FailBacklog(Exception reason)
    {
        List<WaitingCommand> waiting;
        lock (_backlogGate)
        {
            waiting = _backlog;
            _backlog = [];
        }

        waiting.ForEach(command => command.Message.Fail(reason));
    }
}
