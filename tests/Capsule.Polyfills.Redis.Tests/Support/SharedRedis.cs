using Capsule.Testing;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Support;

/// <summary>The shared Redis with keys of a test's own.</summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly string _prefix = $"test:{Guid.NewGuid():n}:";

    private SharedRedis(ConnectionMultiplexer multiplexer) => Multiplexer = multiplexer;

    public ConnectionMultiplexer Multiplexer { get; }

    public IDatabase Database => Multiplexer.GetDatabase();

    public static async Task<SharedRedis> ConnectAsync() =>
        new(await ConnectionMultiplexer.ConnectAsync((await TestServers.GetAsync()).Redis));

    public RedisKey Key(string name) => _prefix + name;

    public RedisChannel Channel(string name) => RedisChannel.Literal(_prefix + name);

    public async ValueTask DisposeAsync()
    {
        await Database.ScriptEvaluateAsync(
            "local keys = redis.call('KEYS', ARGV[1]) for _, key in ipairs(keys) do redis.call('DEL', key) end return #keys",
            values: [_prefix + "*"]);
        await Multiplexer.DisposeAsync();
    }
}
