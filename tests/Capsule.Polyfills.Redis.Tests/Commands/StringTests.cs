using Capsule.Polyfills.Redis.Tests.Support;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Commands;

public class StringTests
{
    [Fact]
    public async Task A_string_comes_back_as_it_was_set()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var key = redis.Key("string");

        Assert.True(await redis.Database.StringSetAsync(key, "Größe €"));

        Assert.Equal("Größe €", (string?)await redis.Database.StringGetAsync(key));
        Assert.Equal("Größe €", (string?)redis.Database.StringGet(key));
    }

    [Fact]
    public async Task A_missing_string_is_null()
    {
        await using var redis = await SharedRedis.ConnectAsync();

        var value = await redis.Database.StringGetAsync(redis.Key("missing"));

        Assert.True(value.IsNull);
        Assert.False(value.HasValue);
        Assert.Null((string?)value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public async Task Bytes_of_any_size_come_back(int size)
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);

        await redis.Database.StringSetAsync(redis.Key("bytes"), bytes);
        var back = (byte[]?)await redis.Database.StringGetAsync(redis.Key("bytes"));

        Assert.Equal(bytes, back);
    }

    [Fact]
    public async Task Conditions_decide_whether_a_string_is_set()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var key = redis.Key("condition");

        Assert.False(await redis.Database.StringSetAsync(key, 1, when: When.Exists));
        Assert.True(await redis.Database.StringSetAsync(key, 2, when: When.NotExists));
        Assert.False(await redis.Database.StringSetAsync(key, 3, TimeSpan.FromMinutes(1), When.NotExists));
        Assert.True(await redis.Database.StringSetAsync(key, 4, TimeSpan.FromMinutes(1), When.Exists));

        Assert.Equal(4, (int)await redis.Database.StringGetAsync(key));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 50, 60);
    }

    [Fact]
    public async Task Expiry_is_kept_taken_away_and_read_with_the_value()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("expiry"));

        await database.StringSetAsync(key, "a", TimeSpan.FromMilliseconds(90_500));
        await database.StringSetAsync(key, "b", null, keepTtl: true);
        var kept = await database.StringGetWithExpiryAsync(key);
        await database.StringGetSetExpiryAsync(key, TimeSpan.FromHours(1));
        var longer = await database.KeyTimeToLiveAsync(key);
        await database.StringGetSetExpiryAsync(key, (TimeSpan?)null);

        Assert.Equal("b", kept.Value);
        Assert.InRange(kept.Expiry!.Value.TotalSeconds, 60, 91);
        Assert.InRange(longer!.Value.TotalMinutes, 50, 60);
        Assert.Null(await database.KeyTimeToLiveAsync(key));
    }

    [Fact]
    public async Task Numbers_are_added_and_subtracted()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("number"));

        Assert.Equal(1, await database.StringIncrementAsync(key));
        Assert.Equal(41, await database.StringIncrementAsync(key, 40));
        Assert.Equal(39, await database.StringDecrementAsync(key, 2));
        Assert.Equal(39.5, await database.StringIncrementAsync(key, 0.5));
    }

    [Fact]
    public async Task Several_strings_are_set_all_or_none_and_read_in_order()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, a, b) = (redis.Database, redis.Key("a"), redis.Key("b"));

        Assert.True(await database.StringSetAsync([new(a, 1), new(b, 2)]));
        Assert.False(await database.StringSetAsync([new(b, 3), new(redis.Key("c"), 4)], When.NotExists));
        var values = await database.StringGetAsync([b, redis.Key("c"), a]);

        Assert.Equal<RedisValue>([2, RedisValue.Null, 1], values);
    }

    [Fact]
    public async Task What_was_there_before_is_returned()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("before"));

        Assert.True((await database.StringSetAndGetAsync(key, "a", TimeSpan.FromMinutes(1))).IsNull);
        Assert.Equal("a", await database.StringGetSetAsync(key, "b"));
        Assert.Equal(2, await database.StringAppendAsync(key, "c"));
        Assert.Equal(2, await database.StringLengthAsync(key));
        Assert.Equal("bc", await database.StringGetDeleteAsync(key));
        Assert.False(await database.KeyExistsAsync(key));
    }

    [Fact]
    public async Task A_null_value_deletes_and_a_null_key_is_refused()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("null"));
        await database.StringSetAsync(key, 1);

        Assert.True(await database.StringSetAsync(key, RedisValue.Null));

        Assert.False(await database.KeyExistsAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(async () => await database.StringGetAsync(default(RedisKey)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await database.HashGetAsync(key, RedisValue.Null));
        await database.PingAsync();
    }

    [Fact]
    public async Task A_servers_error_is_an_exception_with_its_words()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        await redis.Database.ListLeftPushAsync(redis.Key("list"), 1);

        var error = await Assert.ThrowsAsync<RedisServerException>(() => redis.Database.StringGetAsync(redis.Key("list")));

        Assert.StartsWith("WRONGTYPE", error.Message, StringComparison.Ordinal);
    }
}
