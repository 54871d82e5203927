namespace StackExchange.Redis;

public partial interface IDatabaseAsync
{
    /// <summary>Adds a member; false when it was there already.</summary>
    Task<bool> SetAddAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds members; how many are new.</summary>
    Task<long> SetAddAsync(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None);

    /// <summary>Whether it is a member.</summary>
    Task<bool> SetContainsAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Which are members.</summary>
    Task<bool[]> SetContainsAsync(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None);

    /// <summary>The number of members.</summary>
    Task<long> SetLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>All members.</summary>
    Task<RedisValue[]> SetMembersAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes a random member out; null when there is none.</summary>
    Task<RedisValue> SetPopAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes a member; false when there was none.</summary>
    Task<bool> SetRemoveAsync(RedisKey key, RedisValue value, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes members; how many there were.</summary>
    Task<long> SetRemoveAsync(RedisKey key, RedisValue[] values, CommandFlags flags = CommandFlags.None);
}
