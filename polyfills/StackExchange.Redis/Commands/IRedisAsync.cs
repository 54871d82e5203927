namespace StackExchange.Redis;

/// <summary>What every way to the server has.</summary>
public partial interface IRedisAsync
{
    /// <summary>The connections that this belongs to.</summary>
    IConnectionMultiplexer Multiplexer { get; }

    /// <summary>Asks the server for an answer; the time it took.</summary>
    Task<TimeSpan> PingAsync(CommandFlags flags = CommandFlags.None);

    /// <summary>Waits for a task at most for the synchronous timeout; false when it took longer.</summary>
    bool TryWait(Task task);

    /// <summary>Waits for a task at most for the synchronous timeout.</summary>
    void Wait(Task task);

    /// <summary>Waits for a task's result at most for the synchronous timeout.</summary>
    T Wait<T>(Task<T> task);

    /// <summary>Waits for tasks at most for the synchronous timeout.</summary>
    void WaitAll(params Task[] tasks);
}

/// <summary>What every way to the server has, synchronous commands included.</summary>
public partial interface IRedis : IRedisAsync
{
    /// <summary>Asks the server for an answer; the time it took.</summary>
    TimeSpan Ping(CommandFlags flags = CommandFlags.None);
}
