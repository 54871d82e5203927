using Capsule.Polyfills.Redis.Tests.Support;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Commands;

public class CollectionTests
{
    [Fact]
    public async Task A_hash_has_fields()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("hash"));

        await database.HashSetAsync(key, [new("name", "Ada"), new("age", 36)]);
        Assert.False(await database.HashSetAsync(key, "name", "Ada L.", When.NotExists));
        Assert.False(await database.HashSetAsync(key, "name", "Ada Lovelace"));
        Assert.True(await database.HashSetAsync(key, "city", "London"));
        Assert.Equal(37, await database.HashIncrementAsync(key, "age"));
        Assert.Equal(37.5, await database.HashIncrementAsync(key, "age", 0.5));

        Assert.Equal("Ada Lovelace", await database.HashGetAsync(key, "name"));
        Assert.Equal<RedisValue>(["London", RedisValue.Null], await database.HashGetAsync(key, ["city", "missing"]));
        Assert.Equal(
            new Dictionary<string, string> { ["name"] = "Ada Lovelace", ["age"] = "37.5", ["city"] = "London" },
            (await database.HashGetAllAsync(key)).ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString()));
        Assert.Equal(1, await database.HashDeleteAsync(key, ["city", "missing"]));
        Assert.False(await database.HashExistsAsync(key, "city"));
        Assert.Equal(2, database.HashLength(key));
        Assert.Equal(2, (await database.HashKeysAsync(key)).Length);
        Assert.Empty(await database.HashGetAllAsync(redis.Key("missing")));
    }

    [Fact]
    public async Task A_set_has_members()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("set"));

        Assert.True(await database.SetAddAsync(key, "a"));
        Assert.Equal(2, await database.SetAddAsync(key, ["a", "b", "c"]));
        Assert.True(await database.SetContainsAsync(key, "b"));
        Assert.Equal("True False", string.Join(" ", await database.SetContainsAsync(key, ["c", "d"])));
        Assert.Equal(1, await database.SetRemoveAsync(key, ["c", "d"]));

        Assert.Equal(["a", "b"], (await database.SetMembersAsync(key)).Select(member => member.ToString()).Order());
        Assert.Equal(2, database.SetLength(key));
        Assert.True((await database.SetPopAsync(key)).HasValue);
    }

    [Fact]
    public async Task A_sorted_set_is_a_sliding_window()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("window"));

        Assert.Equal(5, await database.SortedSetAddAsync(key, [.. Enumerable.Range(1, 5).Select(n => new SortedSetEntry($"m{n}", n))]));
        Assert.False(await database.SortedSetAddAsync(key, "m1", 1));
        Assert.Equal(2, await database.SortedSetRemoveRangeByScoreAsync(key, double.NegativeInfinity, 3, Exclude.Stop));
        Assert.Equal(3, await database.SortedSetLengthAsync(key));
        Assert.Equal(2, await database.SortedSetLengthAsync(key, 3, 5, Exclude.Start));

        Assert.Equal<RedisValue>(["m5", "m4"], await database.SortedSetRangeByScoreAsync(key, order: Order.Descending, take: 2));
        Assert.Equal<RedisValue>(["m4"], await database.SortedSetRangeByScoreAsync(key, 3, 5, Exclude.Both));
        Assert.Equal([new("m3", 3), new("m4", 4)], await database.SortedSetRangeByRankWithScoresAsync(key, 0, 1));
        Assert.Equal([new("m3", 3)], await database.SortedSetRangeByScoreWithScoresAsync(key, take: 1));
        Assert.Equal(4.5, await database.SortedSetIncrementAsync(key, "m4", 0.5));
        Assert.Equal(4.5, await database.SortedSetScoreAsync(key, "m4"));
        Assert.Null(await database.SortedSetScoreAsync(key, "missing"));
        Assert.Equal(1, await database.SortedSetRankAsync(key, "m4"));
        Assert.False(await database.SortedSetAddAsync(key, "new", 1, When.Exists));
        Assert.True(await database.SortedSetRemoveAsync(key, "m4"));
        Assert.Equal(1, await database.SortedSetRemoveRangeByRankAsync(key, 0, 0));
    }

    [Fact]
    public async Task Infinite_and_fractional_scores_come_back()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("scores"));
        double[] scores = [double.NegativeInfinity, -0.1, 1e-7, 1.0 / 3, 1e300, double.PositiveInfinity];

        await database.SortedSetAddAsync(key, [.. scores.Select((score, index) => new SortedSetEntry(index, score))]);

        Assert.Equal(scores, (await database.SortedSetRangeByRankWithScoresAsync(key)).Select(entry => entry.Score));
    }

    [Fact]
    public async Task A_list_is_a_queue()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("list"));

        Assert.Equal(0, await database.ListRightPushAsync(key, 1, When.Exists));
        Assert.Equal(3, await database.ListRightPushAsync(key, [1, 2, 3]));
        Assert.Equal(4, await database.ListLeftPushAsync(key, 0));
        Assert.Equal<RedisValue>([0, 1, 2, 3], await database.ListRangeAsync(key));
        Assert.Equal(0, await database.ListLeftPopAsync(key));
        Assert.Equal<RedisValue>([3, 2], await database.ListRightPopAsync(key, 2));
        Assert.Equal(1, await database.ListRightPopLeftPushAsync(key, redis.Key("other")));

        Assert.Equal(0, database.ListLength(key));
        Assert.True((await database.ListLeftPopAsync(key)).IsNull);
        Assert.Empty(await database.ListLeftPopAsync(key, 2));
    }

    [Fact]
    public async Task Keys_expire_and_are_deleted()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("key"));
        await database.StringSetAsync(key, 1);

        Assert.Null(await database.KeyTimeToLiveAsync(key));
        Assert.False(await database.KeyExpireAsync(key, TimeSpan.FromHours(1), ExpireWhen.HasExpiry));
        Assert.True(await database.KeyExpireAsync(key, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1)));
        Assert.InRange((await database.KeyTimeToLiveAsync(key))!.Value.TotalMinutes, 58, 60);
        Assert.True(await database.KeyPersistAsync(key));
        Assert.Equal(RedisType.String, await database.KeyTypeAsync(key));
        Assert.True(await database.KeyRenameAsync(key, redis.Key("renamed")));
        Assert.Equal(1, await database.KeyExistsAsync([key, redis.Key("renamed")]));

        Assert.Equal(1, await database.KeyDeleteAsync([key, redis.Key("renamed")]));
        Assert.Null(await database.KeyTimeToLiveAsync(key));
    }
}
