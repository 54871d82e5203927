using System.Text;
using Capsule.Testing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Aspire;

public sealed class RedisDistributedCacheTests : IAsyncLifetime
{
    private readonly string _key = $"test:{Guid.NewGuid():n}";
    private IHost? _host;

    private IDistributedCache Cache => _host!.Services.GetRequiredService<IDistributedCache>();

    private IDatabase Database => _host!.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:cache", (await TestServers.GetAsync()).Redis)]);
        builder.AddRedisDistributedCache("cache");
        builder.AddRedisClientBuilder("cache").WithKeyedDistributedCache("keyed", options => options.InstanceName = $"{_key}:instance:");
        _host = builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.KeyDeleteAsync([_key, $"{_key}:instance:{_key}"]);
        _host!.Dispose();
    }

    [Fact]
    public async Task An_entry_comes_back_until_it_is_removed()
    {
        await Cache.SetStringAsync(_key, "value");
        Assert.Equal("value", await Cache.GetStringAsync(_key));
        Assert.Equal("value", Cache.GetString(_key));

        await Cache.RemoveAsync(_key);

        Assert.Null(await Cache.GetAsync(_key));
    }

    [Fact]
    public async Task An_entry_is_a_hash_as_the_official_cache_writes_it()
    {
        var options = new DistributedCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1),
            SlidingExpiration = TimeSpan.FromMinutes(10),
        };

        await Cache.SetAsync(_key, "value"u8.ToArray(), options);
        var fields = (await Database.HashGetAllAsync(_key)).ToDictionary(entry => entry.Name.ToString(), entry => entry.Value);

        Assert.Equal(["absexp", "data", "sldexp"], fields.Keys.Order());
        var absolute = new DateTimeOffset((long)fields["absexp"], TimeSpan.Zero);
        Assert.Equal(TimeProvider.System.GetUtcNow().AddHours(1), absolute, TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(10).Ticks, (long)fields["sldexp"]);
        Assert.Equal("value", fields["data"]);
        Assert.InRange((await Database.KeyTimeToLiveAsync(_key))!.Value.TotalMinutes, 9, 10);
    }

    [Fact]
    public async Task An_entry_without_a_life_never_expires_and_replaces_one_that_does()
    {
        await Cache.SetStringAsync(_key, "old", new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(1) });
        await Cache.SetStringAsync(_key, "new", new DistributedCacheEntryOptions());

        Assert.Equal<RedisValue>([-1, -1], await Database.HashGetAsync(_key, ["absexp", "sldexp"]));
        Assert.Null(await Database.KeyTimeToLiveAsync(_key));
    }

    [Fact]
    public async Task Reading_prolongs_a_sliding_life()
    {
        await Cache.SetStringAsync(_key, "value", new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(20) });
        await Database.KeyExpireAsync(_key, TimeSpan.FromMinutes(1));

        await Cache.RefreshAsync(_key);

        Assert.InRange((await Database.KeyTimeToLiveAsync(_key))!.Value.TotalMinutes, 19, 20);
    }

    [Fact]
    public async Task An_absolute_life_is_not_prolonged()
    {
        await Cache.SetStringAsync(
            _key, "value", new DistributedCacheEntryOptions { AbsoluteExpiration = TimeProvider.System.GetUtcNow().AddMinutes(30) });
        await Database.KeyExpireAsync(_key, TimeSpan.FromMinutes(1));

        Cache.Refresh(_key);

        Assert.InRange((await Database.KeyTimeToLiveAsync(_key))!.Value.TotalMinutes, 0, 1);
    }

    [Fact]
    public async Task A_life_that_is_over_is_refused() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
        Cache.SetStringAsync(_key, "value", new DistributedCacheEntryOptions { AbsoluteExpiration = TimeProvider.System.GetUtcNow() }));

    [Fact]
    public async Task A_keyed_cache_has_its_own_prefix()
    {
        var cache = _host!.Services.GetRequiredKeyedService<IDistributedCache>("keyed");

        await cache.SetAsync(_key, Encoding.UTF8.GetBytes("value"));

        Assert.Equal("value", await Database.HashGetAsync($"{_key}:instance:{_key}", "data"));
        Assert.Null(await Cache.GetAsync(_key));
    }
}
