using StackExchange.Redis.Connection;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

/// <inheritdoc cref="IBatch"/>
internal sealed class RedisBatch(ConnectionMultiplexer multiplexer, ServerLink link, int database, object? asyncState)
    : RedisDatabase(multiplexer, link, database, asyncState), IBatch
{
    private readonly Lock _gate = new();
    private List<WaitingCommand> _gathered = [];

    protected override bool SeesReplies => false;

    public void Execute()
    {
        List<WaitingCommand> commands;
        lock (_gate)
        {
            commands = _gathered;
            _gathered = [];
        }

        if (commands.Count > 0)
        {
            Link.Send(commands);
        }
    }

    protected override Task<T> Send<T>(in Request request, Reply<T> reply, CommandFlags flags)
    {
        var command = Link.Prepare(request, reply, Database, flags, out var task);
        lock (_gate)
        {
            _gathered.Add(command);
        }

        return task ?? Nothing<T>.Task;
    }
}
