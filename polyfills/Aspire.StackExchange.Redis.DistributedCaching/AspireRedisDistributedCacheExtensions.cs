using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a distributed cache in Redis.</summary>
public static class AspireRedisDistributedCacheExtensions
{
    /// <summary>Registers <see cref="IDistributedCache"/>, and the Redis client as <see cref="AspireRedisExtensions.AddRedisClient"/> does.</summary>
    /// <param name="builder">The application that is being built.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings after they have been read.</param>
    /// <param name="configureOptions">Changes the client's options after they have been read.</param>
    public static void AddRedisDistributedCache(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        builder.AddRedisClientBuilder(connectionName, configureSettings, configureOptions).WithDistributedCache();

    /// <summary>Registers <see cref="IDistributedCache"/> over a client that is registered under a key.</summary>
    /// <param name="builder">The application that is being built.</param>
    /// <param name="name">The client's key, and the name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings after they have been read.</param>
    /// <param name="configureOptions">Changes the client's options after they have been read.</param>
    public static void AddKeyedRedisDistributedCache(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        builder.AddKeyedRedisClientBuilder(name, configureSettings, configureOptions).WithDistributedCache();

    /// <summary>Registers <see cref="IDistributedCache"/> over the client that has been registered.</summary>
    public static AspireRedisClientBuilder WithDistributedCache(
        this AspireRedisClientBuilder builder, Action<RedisCacheOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.HostBuilder.Services.AddStackExchangeRedisCache(static _ => { });
        builder.HostBuilder.Services.AddOptions<RedisCacheOptions>().Configure<IServiceProvider>((options, services) =>
        {
            options.ConnectionMultiplexerFactory = Multiplexer(services, builder.ServiceKey);
            configureOptions?.Invoke(options);
        });
        return builder;
    }

    /// <summary>Registers <see cref="IDistributedCache"/> under a key over the client that has been registered.</summary>
    public static AspireRedisClientBuilder WithKeyedDistributedCache(
        this AspireRedisClientBuilder builder, string name, Action<RedisCacheOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        builder.HostBuilder.Services.AddOptions<RedisCacheOptions>(name).Configure(options => configureOptions?.Invoke(options));
        builder.HostBuilder.Services.AddKeyedSingleton<IDistributedCache>(name, (services, _) =>
        {
            var options = services.GetRequiredService<IOptionsMonitor<RedisCacheOptions>>().Get(name);
            options.ConnectionMultiplexerFactory = Multiplexer(services, builder.ServiceKey);
            return new RedisCache(options, services.GetService<TimeProvider>() ?? TimeProvider.System);
        });
        return builder;
    }

    private static Func<Task<IConnectionMultiplexer>> Multiplexer(IServiceProvider services, string? key) =>
        () => Task.FromResult(services.GetRequiredKeyedService<IConnectionMultiplexer>(key));
}
