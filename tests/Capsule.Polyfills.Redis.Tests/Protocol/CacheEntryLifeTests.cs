using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;

namespace Capsule.Polyfills.Redis.Tests.Protocol;

public class CacheEntryLifeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sliding_never_goes_beyond_the_absolute_end()
    {
        var life = CacheEntryLife.Of(
            new DistributedCacheEntryOptions
            {
                AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(60),
                SlidingExpiration = TimeSpan.FromMinutes(20),
            },
            Now);

        Assert.Equal(TimeSpan.FromMinutes(20), life.Left(Now));
        Assert.Equal(TimeSpan.FromMinutes(10), life.Left(Now.AddMinutes(50)));
    }

    [Fact]
    public void Without_an_end_there_is_none() => Assert.Null(CacheEntryLife.Of(new DistributedCacheEntryOptions(), Now).Left(Now));

    [Fact]
    public void A_life_comes_back_from_its_fields()
    {
        var life = new CacheEntryLife(Now.ToOffset(TimeSpan.FromHours(2)), TimeSpan.FromSeconds(1));

        Assert.Equal(life, CacheEntryLife.Of(life.AbsoluteField, life.SlidingField));
        Assert.Equal(default, CacheEntryLife.Of(-1, -1));
    }
}
