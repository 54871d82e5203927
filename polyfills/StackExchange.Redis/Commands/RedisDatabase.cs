using System.Diagnostics;
using StackExchange.Redis.Connection;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

/// <inheritdoc cref="IDatabase"/>
internal partial class RedisDatabase(ConnectionMultiplexer multiplexer, ServerLink link, int database, object? asyncState) : IDatabase
{
    private static readonly RedisValue Nx = "NX";
    private static readonly RedisValue Xx = "XX";

    public IConnectionMultiplexer Multiplexer => multiplexer;

    public int Database => database;

    /// <summary>What the caller gave along.</summary>
    public object? AsyncState => asyncState;

    protected ServerLink Link => link;

    /// <summary>Whether a reply comes before the next command must be decided on.</summary>
    protected virtual bool SeesReplies => true;

    public bool IsConnected(RedisKey key, CommandFlags flags = CommandFlags.None) => link.IsConnected;

    public IBatch CreateBatch(object? asyncState = null) => new RedisBatch(multiplexer, link, database, asyncState);

    public async Task<TimeSpan> PingAsync(CommandFlags flags = CommandFlags.None)
    {
        var begin = Stopwatch.GetTimestamp();
        await Send(new Request(Commands.Ping), Reply.Any, flags);
        return Stopwatch.GetElapsedTime(begin);
    }

    public TimeSpan Ping(CommandFlags flags = CommandFlags.None) => Wait(PingAsync(flags | InternalFlags.Blocking));

    public bool TryWait(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Wait(multiplexer.TimeoutMilliseconds);
    }

    public void Wait(Task task) => multiplexer.Wait(task);

    public T Wait<T>(Task<T> task) => multiplexer.Wait(task);

    public void WaitAll(params Task[] tasks) => multiplexer.WaitAll(tasks);

    protected virtual Task<T> Send<T>(in Request request, Reply<T> reply, CommandFlags flags) =>
        link.Send(request, reply, database, flags) ?? Nothing<T>.Task;

    private static RedisValue[] Keys(RedisKey[] keys) => Array.ConvertAll(keys, key => key.AsRedisValue());

    private static RedisValue[] Pairs(KeyValuePair<RedisKey, RedisValue>[] pairs)
    {
        var values = new RedisValue[pairs.Length * 2];
        for (var i = 0; i < pairs.Length; i++)
        {
            values[2 * i] = pairs[i].Key.AsRedisValue();
            values[(2 * i) + 1] = pairs[i].Value;
        }

        return values;
    }

    private static RedisValue[] Pairs(HashEntry[] entries)
    {
        var values = new RedisValue[entries.Length * 2];
        for (var i = 0; i < entries.Length; i++)
        {
            values[2 * i] = entries[i].Name;
            values[(2 * i) + 1] = entries[i].Value;
        }

        return values;
    }

    /// <summary>What a command gives whose reply nobody wants.</summary>
    protected static class Nothing<T>
    {
        public static readonly Task<T> Task = System.Threading.Tasks.Task.FromResult(default(T)!);
    }
}
