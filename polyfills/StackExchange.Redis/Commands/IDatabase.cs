namespace StackExchange.Redis;

/// <summary>The commands on a database, asynchronous.</summary>
public partial interface IDatabaseAsync : IRedisAsync
{
    /// <summary>Whether there is a connection for commands.</summary>
    bool IsConnected(RedisKey key, CommandFlags flags = CommandFlags.None);
}

/// <summary>The commands on a database.</summary>
public partial interface IDatabase : IRedis, IDatabaseAsync
{
    /// <summary>The database's number.</summary>
    int Database { get; }

    /// <summary>Gathers commands, which are sent with none between them.</summary>
    IBatch CreateBatch(object? asyncState = null);
}

/// <summary>Commands that are gathered and then sent with none of other callers between them.</summary>
public interface IBatch : IDatabaseAsync
{
    /// <summary>Sends what has been gathered.</summary>
    void Execute();
}
