namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Adds a member or sets its score; true when it is new.</summary>
    bool SortedSetAdd(RedisKey key, RedisValue member, double score, CommandFlags flags);

    /// <summary>Adds a member or sets its score; true when it is new.</summary>
    bool SortedSetAdd(RedisKey key, RedisValue member, double score, When when, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds a member or sets its score; true when it is new.</summary>
    bool SortedSetAdd(
        RedisKey key, RedisValue member, double score, SortedSetWhen when = SortedSetWhen.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds members or sets their scores; how many are new.</summary>
    long SortedSetAdd(RedisKey key, SortedSetEntry[] values, CommandFlags flags);

    /// <summary>Adds members or sets their scores; how many are new.</summary>
    long SortedSetAdd(RedisKey key, SortedSetEntry[] values, When when, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds members or sets their scores; how many are new.</summary>
    long SortedSetAdd(
        RedisKey key, SortedSetEntry[] values, SortedSetWhen when = SortedSetWhen.Always, CommandFlags flags = CommandFlags.None);

    /// <summary>Subtracts from a score; its new value.</summary>
    double SortedSetDecrement(RedisKey key, RedisValue member, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>Adds to a score; its new value.</summary>
    double SortedSetIncrement(RedisKey key, RedisValue member, double value, CommandFlags flags = CommandFlags.None);

    /// <summary>The number of members, or of those with a score in a range.</summary>
    long SortedSetLength(
        RedisKey key, double min = double.NegativeInfinity, double max = double.PositiveInfinity, Exclude exclude = Exclude.None, CommandFlags flags = CommandFlags.None);

    /// <summary>The members from one rank to another; negative ranks count from the end.</summary>
    RedisValue[] SortedSetRangeByRank(
        RedisKey key, long start = 0, long stop = -1, Order order = Order.Ascending, CommandFlags flags = CommandFlags.None);

    /// <summary>The members with scores from one rank to another.</summary>
    SortedSetEntry[] SortedSetRangeByRankWithScores(
        RedisKey key, long start = 0, long stop = -1, Order order = Order.Ascending, CommandFlags flags = CommandFlags.None);

    /// <summary>The members with a score in a range, or a part of them.</summary>
    RedisValue[] SortedSetRangeByScore(
        RedisKey key, double start = double.NegativeInfinity, double stop = double.PositiveInfinity, Exclude exclude = Exclude.None, Order order = Order.Ascending, long skip = 0, long take = -1, CommandFlags flags = CommandFlags.None);

    /// <summary>The members with a score in a range, with their scores.</summary>
    SortedSetEntry[] SortedSetRangeByScoreWithScores(
        RedisKey key, double start = double.NegativeInfinity, double stop = double.PositiveInfinity, Exclude exclude = Exclude.None, Order order = Order.Ascending, long skip = 0, long take = -1, CommandFlags flags = CommandFlags.None);

    /// <summary>A member's rank from 0; none when there is no such member.</summary>
    long? SortedSetRank(RedisKey key, RedisValue member, Order order = Order.Ascending, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes a member; false when there was none.</summary>
    bool SortedSetRemove(RedisKey key, RedisValue member, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes members; how many there were.</summary>
    long SortedSetRemove(RedisKey key, RedisValue[] members, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes the members from one rank to another; how many.</summary>
    long SortedSetRemoveRangeByRank(RedisKey key, long start, long stop, CommandFlags flags = CommandFlags.None);

    /// <summary>Removes the members with a score in a range; how many.</summary>
    long SortedSetRemoveRangeByScore(
        RedisKey key, double start, double stop, Exclude exclude = Exclude.None, CommandFlags flags = CommandFlags.None);

    /// <summary>A member's score; none when there is no such member.</summary>
    double? SortedSetScore(RedisKey key, RedisValue member, CommandFlags flags = CommandFlags.None);
}
