using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the cache.</summary>
public static class StackExchangeRedisCacheServiceCollectionExtensions
{
    /// <summary>Registers <see cref="RedisCache"/> as <see cref="IDistributedCache"/>.</summary>
    public static IServiceCollection AddStackExchangeRedisCache(this IServiceCollection services, Action<RedisCacheOptions> setupAction)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(setupAction);

        services.AddOptions();
        services.Configure(setupAction);
        return services.AddSingleton<IDistributedCache>(provider => new RedisCache(
            provider.GetRequiredService<IOptions<RedisCacheOptions>>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
