namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Adds a member; false when it was there already.</summary>
    bool SetAdd(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds members; how many are new.</summary>
    long SetAdd(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None);

    /// <summary>Whether it is a member.</summary>
    bool SetContains(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Which are members.</summary>
    bool[] SetContains(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None);

    /// <summary>The number of members.</summary>
    long SetLength(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>All members.</summary>
    RedisValue[] SetMembers(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes a random member out; null when there is none.</summary>
    RedisValue SetPop(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes a member; false when there was none.</summary>
    bool SetRemove(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes members; how many there were.</summary>
    long SetRemove(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None);
}
