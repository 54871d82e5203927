using Capsule.Polyfills.Redis.Tests.Support;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Commands;

public class LockAndScriptTests
{
    [Fact]
    public async Task Only_the_holder_of_a_lock_extends_and_releases_it()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (database, key) = (redis.Database, redis.Key("lock"));

        Assert.True(await database.LockTakeAsync(key, "me", TimeSpan.FromMinutes(1)));
        Assert.False(await database.LockTakeAsync(key, "you", TimeSpan.FromMinutes(1)));
        Assert.False(await database.LockExtendAsync(key, "you", TimeSpan.FromHours(1)));
        Assert.False(await database.LockReleaseAsync(key, "you"));
        Assert.True(await database.LockExtendAsync(key, "me", TimeSpan.FromHours(1)));
        Assert.Equal("me", await database.LockQueryAsync(key));
        Assert.InRange((await database.KeyTimeToLiveAsync(key))!.Value.TotalMinutes, 58, 60);

        Assert.True(database.LockRelease(key, "me"));
        Assert.True((await database.LockQueryAsync(key)).IsNull);
        Assert.True(await database.LockTakeAsync(key, "you", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Scripts_return_values_of_every_shape()
    {
        await using var redis = await SharedRedis.ConnectAsync();

        async Task<RedisResult> Run(string script) => await redis.Database.ScriptEvaluateAsync(script);

        Assert.Equal(42, (long)await Run("return 42"));
        Assert.Equal("text", (string?)await Run("return 'text'"));
        Assert.True((await Run("return nil")).IsNull);
        Assert.True((bool)await Run("return 1"));
        Assert.Equal("1 2 3", string.Join(" ", ((long[]?)await Run("return {1, 2, 3}"))!));
        Assert.Equal("deep", (string?)(await Run("return {1, {2, {'deep'}}}"))[1][1][0]);
        Assert.Equal(ResultType.Array, (await Run("return {}")).Resp2Type);
        Assert.Equal("b", (string?)(await Run("return {'a', 'b'}")).ToDictionary()["a"]);
        var error = await Assert.ThrowsAsync<RedisServerException>(() => Run("return redis.error_reply('MINE own error')"));
        Assert.Equal("MINE own error", error.Message);
    }

    [Fact]
    public async Task A_batch_is_sent_in_one_piece_when_executed()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var batch = redis.Database.CreateBatch();
        var added = Enumerable.Range(0, 100).Select(_ => batch.StringIncrementAsync(redis.Key("batch"))).ToArray();
        var script = batch.ScriptEvaluateAsync("return 'in a batch'");

        Assert.False(await redis.Database.KeyExistsAsync(redis.Key("batch")));
        batch.Execute();

        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), await Task.WhenAll(added));
        Assert.Equal("in a batch", (string?)await script);
    }

    [Fact]
    public async Task Nobody_waits_for_what_is_fired_and_forgotten()
    {
        await using var redis = await SharedRedis.ConnectAsync();

        var task = redis.Database.StringIncrementAsync(redis.Key("fired"), 7, CommandFlags.FireAndForget);

        Assert.True(task.IsCompleted);
        Assert.Equal(0, await task);
        Assert.Equal(7, (int)await redis.Database.StringGetAsync(redis.Key("fired")));
    }

    [Fact]
    public async Task Many_callers_on_one_connection_get_their_own_replies()
    {
        await using var redis = await SharedRedis.ConnectAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => Task.Run(async () =>
        {
            var key = redis.Key($"caller {caller}");
            for (var number = 0; number < 200; number++)
            {
                await redis.Database.StringSetAsync(key, $"{caller}:{number}:{new string('x', number * 20)}");
                Assert.StartsWith($"{caller}:{number}:", (string?)await redis.Database.StringGetAsync(key), StringComparison.Ordinal);
            }
        })));
    }

    [Fact]
    public async Task Synchronous_callers_do_not_starve_each_other()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var key = redis.Key("sync");

        var threads = Enumerable.Range(0, 30).Select(_ => new Thread(() => redis.Database.StringIncrement(key))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => Assert.True(thread.Join(TimeSpan.FromSeconds(20))));

        Assert.Equal(30, (int)redis.Database.StringGet(key));
    }
}
