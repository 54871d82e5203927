namespace StackExchange.Redis;

public partial interface IDatabaseAsync
{
    /// <summary>The element at an index; negative ones count from the end.</summary>
    Task<RedisValue> ListGetByIndexAsync(RedisKey key, long index, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes the first element; null when there is none.</summary>
    Task<RedisValue> ListLeftPopAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes the first elements, at most so many.</summary>
    Task<RedisValue[]> ListLeftPopAsync(RedisKey key, long count, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds an element as the first; the new length.</summary>
    Task<long> ListLeftPushAsync(RedisKey key, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds elements one after the other as the first; the new length.</summary>
    Task<long> ListLeftPushAsync(RedisKey key, RedisValue[] values, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds elements one after the other as the first; the new length.</summary>
    Task<long> ListLeftPushAsync(RedisKey key, RedisValue[] values, CommandFlags flags);

    /// <summary>Takes the last element; null when there is none.</summary>
    Task<RedisValue> ListRightPopAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Takes the last elements, at most so many.</summary>
    Task<RedisValue[]> ListRightPopAsync(RedisKey key, long count, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds an element as the last; the new length.</summary>
    Task<long> ListRightPushAsync(RedisKey key, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds elements one after the other as the last; the new length.</summary>
    Task<long> ListRightPushAsync(RedisKey key, RedisValue[] values, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds elements one after the other as the last; the new length.</summary>
    Task<long> ListRightPushAsync(RedisKey key, RedisValue[] values, CommandFlags flags);

    /// <summary>The number of elements.</summary>
    Task<long> ListLengthAsync(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>The elements from one index to another; negative ones count from the end.</summary>
    Task<RedisValue[]> ListRangeAsync(RedisKey key, long start = 0, long stop = -1, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes elements that equal a value: all, or the first or (negative) last so many; how many.</summary>
    Task<long> ListRemoveAsync(RedisKey key, RedisValue value, long count = 0, CommandFlags flags = CommandFlags.None);

    /// <summary>Moves the last element of a list to the start of another.</summary>
    Task<RedisValue> ListRightPopLeftPushAsync(RedisKey source, RedisKey destination, CommandFlags flags = CommandFlags.None);

    /// <summary>Keeps only the elements from one index to another.</summary>
    Task ListTrimAsync(RedisKey key, long start, long stop, CommandFlags flags = CommandFlags.None);
}
