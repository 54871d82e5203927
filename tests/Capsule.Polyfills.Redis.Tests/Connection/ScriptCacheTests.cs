using Capsule.Polyfills.Redis.Tests.Support;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Connection;

public class ScriptCacheTests
{
    [Fact]
    public async Task A_script_goes_in_full_once_and_by_its_hash_afterwards()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options());
        var database = multiplexer.GetDatabase();
        const string Script = "return {KEYS[1], ARGV[1], #ARGV, redis.call('SET', KEYS[1], ARGV[2])}";

        for (var time = 0; time < 3; time++)
        {
            var result = (RedisResult[])(await database.ScriptEvaluateAsync(Script, ["key"], ["a", 5]))!;
            Assert.Equal(["key", "a", "2", "OK"], result.Select(one => (string?)one));
        }

        await database.ExecuteAsync("SCRIPT", "FLUSH");
        Assert.Equal(4, database.ScriptEvaluate(Script, ["key"], [1, 2]).Length);
        var statistics = (string?)await database.ExecuteAsync("INFO", "commandstats");
        Assert.Contains("cmdstat_eval:calls=2,", statistics, StringComparison.Ordinal);
        Assert.Contains("cmdstat_evalsha:calls=4,", statistics, StringComparison.Ordinal);
    }
}
