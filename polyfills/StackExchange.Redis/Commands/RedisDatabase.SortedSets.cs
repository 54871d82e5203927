using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<bool> SortedSetAddAsync(RedisKey key, RedisValue member, double score, CommandFlags flags) =>
        Add(key, member, score, SortedSetWhen.Always, flags);

    public Task<bool> SortedSetAddAsync(
        RedisKey key, RedisValue member, double score, When when, CommandFlags flags = CommandFlags.None) =>
        Add(key, member, score, ToSortedSetWhen(when), flags);

    public Task<bool> SortedSetAddAsync(
        RedisKey key, RedisValue member, double score, SortedSetWhen when = SortedSetWhen.Always, CommandFlags flags = CommandFlags.None) =>
        Add(key, member, score, when, flags);

    public Task<long> SortedSetAddAsync(RedisKey key, SortedSetEntry[] values, CommandFlags flags) =>
        Add(key, values, SortedSetWhen.Always, flags);

    public Task<long> SortedSetAddAsync(RedisKey key, SortedSetEntry[] values, When when, CommandFlags flags = CommandFlags.None) =>
        Add(key, values, ToSortedSetWhen(when), flags);

    public Task<long> SortedSetAddAsync(
        RedisKey key, SortedSetEntry[] values, SortedSetWhen when = SortedSetWhen.Always, CommandFlags flags = CommandFlags.None) =>
        Add(key, values, when, flags);

    public Task<double> SortedSetDecrementAsync(RedisKey key, RedisValue member, double value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.ZIncrBy, key.AsRedisValue(), -value, member), Reply.Number, flags);

    public Task<double> SortedSetIncrementAsync(RedisKey key, RedisValue member, double value, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.ZIncrBy, key.AsRedisValue(), value, member), Reply.Number, flags);

    public Task<long> SortedSetLengthAsync(
        RedisKey key, double min = double.NegativeInfinity, double max = double.PositiveInfinity, Exclude exclude = Exclude.None, CommandFlags flags = CommandFlags.None) =>
        double.IsNegativeInfinity(min) && double.IsPositiveInfinity(max)
            ? Send(new Request(Commands.ZCard, key.AsRedisValue()), Reply.Integer, flags)
            : Send(new Request(Commands.ZCount, key.AsRedisValue(), Bound(min, exclude, Exclude.Start), Bound(max, exclude, Exclude.Stop)), Reply.Integer, flags);

    public Task<RedisValue[]> SortedSetRangeByRankAsync(
        RedisKey key, long start = 0, long stop = -1, Order order = Order.Ascending, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(order == Order.Ascending ? Commands.ZRange : Commands.ZRevRange, key.AsRedisValue(), start, stop), Reply.Values, flags);

    public Task<SortedSetEntry[]> SortedSetRangeByRankWithScoresAsync(
        RedisKey key, long start = 0, long stop = -1, Order order = Order.Ascending, CommandFlags flags = CommandFlags.None) =>
        Send(
            new Request(order == Order.Ascending ? Commands.ZRange : Commands.ZRevRange, key.AsRedisValue(), start, stop, "WITHSCORES"),
            Reply.SortedSetEntries,
            flags);

    public Task<RedisValue[]> SortedSetRangeByScoreAsync(
        RedisKey key, double start = double.NegativeInfinity, double stop = double.PositiveInfinity, Exclude exclude = Exclude.None, Order order = Order.Ascending, long skip = 0, long take = -1, CommandFlags flags = CommandFlags.None) =>
        Send(ByScore(key, start, stop, exclude, order, skip, take, withScores: false), Reply.Values, flags);

    public Task<SortedSetEntry[]> SortedSetRangeByScoreWithScoresAsync(
        RedisKey key, double start = double.NegativeInfinity, double stop = double.PositiveInfinity, Exclude exclude = Exclude.None, Order order = Order.Ascending, long skip = 0, long take = -1, CommandFlags flags = CommandFlags.None) =>
        Send(ByScore(key, start, stop, exclude, order, skip, take, withScores: true), Reply.SortedSetEntries, flags);

    public Task<long?> SortedSetRankAsync(
        RedisKey key, RedisValue member, Order order = Order.Ascending, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(order == Order.Ascending ? Commands.ZRank : Commands.ZRevRank, key.AsRedisValue(), member), Reply.IntegerOrNull, flags);

    public Task<bool> SortedSetRemoveAsync(RedisKey key, RedisValue member, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.ZRem, key.AsRedisValue(), member), Reply.Positive, flags);

    public Task<long> SortedSetRemoveAsync(RedisKey key, RedisValue[] members, CommandFlags flags = CommandFlags.None) =>
        members.Length == 0 ? Task.FromResult(0L) : Send(new Request(Commands.ZRem, [key.AsRedisValue()], members), Reply.Integer, flags);

    public Task<long> SortedSetRemoveRangeByRankAsync(RedisKey key, long start, long stop, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.ZRemRangeByRank, key.AsRedisValue(), start, stop), Reply.Integer, flags);

    public Task<long> SortedSetRemoveRangeByScoreAsync(
        RedisKey key, double start, double stop, Exclude exclude = Exclude.None, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.ZRemRangeByScore, key.AsRedisValue(), Bound(start, exclude, Exclude.Start), Bound(stop, exclude, Exclude.Stop)), Reply.Integer, flags);

    public Task<double?> SortedSetScoreAsync(RedisKey key, RedisValue member, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.ZScore, key.AsRedisValue(), member), Reply.NumberOrNull, flags);

    private static SortedSetWhen ToSortedSetWhen(When when) => when switch
    {
        When.Exists => SortedSetWhen.Exists,
        When.NotExists => SortedSetWhen.NotExists,
        _ => SortedSetWhen.Always,
    };

    private static RedisValue Bound(double score, Exclude exclude, Exclude end)
    {
        RedisValue value = score;
        return (exclude & end) != 0 ? $"({value}" : value;
    }

    private static Request ByScore(
        RedisKey key, double start, double stop, Exclude exclude, Order order, long skip, long take, bool withScores)
    {
        var lowest = Bound(start, exclude, Exclude.Start);
        var highest = Bound(stop, exclude, Exclude.Stop);
        List<RedisValue> arguments = order == Order.Ascending ? [lowest, highest] : [highest, lowest];
        if (withScores)
        {
            arguments.Add("WITHSCORES");
        }

        if (skip != 0 || take != -1)
        {
            arguments.AddRange(["LIMIT", skip, take]);
        }

        return new Request(
            order == Order.Ascending ? Commands.ZRangeByScore : Commands.ZRevRangeByScore, [key.AsRedisValue()], [.. arguments]);
    }

    private static List<RedisValue> Conditions(SortedSetWhen when)
    {
        var conditions = new List<RedisValue>();
        foreach (var (flag, word) in (ReadOnlySpan<(SortedSetWhen, string)>)[
            (SortedSetWhen.NotExists, "NX"), (SortedSetWhen.Exists, "XX"), (SortedSetWhen.GreaterThan, "GT"), (SortedSetWhen.LessThan, "LT")])
        {
            if ((when & flag) != 0)
            {
                conditions.Add(word);
            }
        }

        return conditions;
    }

    private Task<bool> Add(RedisKey key, RedisValue member, double score, SortedSetWhen when, CommandFlags flags) =>
        when == SortedSetWhen.Always
            ? Send(new Request(Commands.ZAdd, key.AsRedisValue(), score, member), Reply.Positive, flags)
            : Send(new Request(Commands.ZAdd, [key.AsRedisValue()], [.. Conditions(when), score, member]), Reply.Positive, flags);

    private Task<long> Add(RedisKey key, SortedSetEntry[] values, SortedSetWhen when, CommandFlags flags) => values.Length == 0
        ? Task.FromResult(0L)
        : Send(
            new Request(
                Commands.ZAdd, [key.AsRedisValue()], [.. Conditions(when), .. values.SelectMany(value => new[] { value.Score, value.Element })]),
            Reply.Integer,
            flags);
}
