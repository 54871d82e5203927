namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Subtracts from a field's integer; its new value.</summary>
    long HashDecrement(RedisKey key, RedisValue hashField, long value = 1, CommandFlags flags = CommandFlags.None);

    /// <summary>Deletes a field; false when there was none.</summary>
    bool HashDelete(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None);

    /// <summary>Deletes fields; how many there were.</summary>
    long HashDelete(RedisKey key, RedisValue[] hashFields, CommandFlags flags = CommandFlags.None);

    /// <summary>Whether a field exists.</summary>
    bool HashExists(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None);

    /// <summary>A field's value; null when there is none.</summary>
    RedisValue HashGet(RedisKey key, RedisValue hashField, CommandFlags flags = CommandFlags.None);

    /// <summary>Several fields' values, in the order of the fields.</summary>
    RedisValue[] HashGet(RedisKey key, RedisValue[] hashFields, CommandFlags flags = CommandFlags.None);

    /// <summary>All fields and their values.</summary>
    HashEntry[] HashGetAll(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to a field's integer; its new value.</summary>
    long HashIncrement(RedisKey key, RedisValue hashField, long value = 1, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to a field's number; its new value.</summary>
    double HashIncrement(RedisKey key, RedisValue hashField, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>All fields.</summary>
    RedisValue[] HashKeys(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>The number of fields.</summary>
    long HashLength(RedisKey key, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets fields.</summary>
    void HashSet(RedisKey key, HashEntry[] hashFields, CommandFlags flags = CommandFlags.None);

    /// <summary>Sets a field; true when it is new.</summary>
    bool HashSet(RedisKey key, RedisValue hashField, RedisValue value, When when = When.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>All values.</summary>
    RedisValue[] HashValues(RedisKey key, CommandFlags flags = CommandFlags.None);
}
