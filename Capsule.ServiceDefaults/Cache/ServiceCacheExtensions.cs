using Capsule.ServiceDefaults.Cache;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers Redis.</summary>
public static class ServiceCacheExtensions
{
    private const int CommandTimeoutMs = 1000;
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Registers <see cref="IDistributedCache"/> and <see cref="IConnectionMultiplexer"/> on the Redis of <c>ConnectionStrings:redis</c>, else
    /// of <c>REDIS_HOST</c>, <c>REDIS_PORT</c>, <c>REDIS_PASSWORD</c> and <c>REDIS_DB</c>, with health check <c>redis</c>. While Redis is away
    /// the cache misses and drops and never throws; direct use of the multiplexer fails at once instead of waiting.
    /// </summary>
    /// <param name="builder">The service that is being built.</param>
    /// <param name="prefix">What the cache's keys begin with, since services share Redis; the application's name unless given.</param>
    public static IHostApplicationBuilder AddServiceCache(this IHostApplicationBuilder builder, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRedisClient(
            RedisSettings.ConnectionName, static settings => settings.DisableHealthChecks = true, options => Configure(options, builder));
        builder.Services.AddKeyedSingleton<IDistributedCache>(
            RedisSettings.ConnectionName, (services, _) => RedisCache(services, $"{prefix ?? builder.Environment.ApplicationName}:cache:"));
        builder.Services.AddSingleton<IDistributedCache, DegradingCache>();
        builder.Services.AddHostedService<RedisStart>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(RedisHealthCheck.Name, timeout: HealthTimeout);
        return builder;
    }

    private static RedisCache RedisCache(IServiceProvider services, string prefix) => new(new RedisCacheOptions
    {
        InstanceName = prefix,
        ConnectionMultiplexerFactory = () => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()),
    });

    private static void Configure(ConfigurationOptions options, IHostApplicationBuilder builder)
    {
        if (options.EndPoints.Count == 0)
        {
            // No connection string; or it came after the registration, as tests' settings do.
            TakeAddress(options, RedisSettings.Resolve(builder.Configuration));
        }

        options.ClientName = builder.Environment.ApplicationName;
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectRetry = 1;
        options.ConnectTimeout = CommandTimeoutMs;
        options.AsyncTimeout = CommandTimeoutMs;
        options.SyncTimeout = CommandTimeoutMs;
    }

    private static void TakeAddress(ConfigurationOptions options, ConfigurationOptions address)
    {
        foreach (var endPoint in address.EndPoints)
        {
            options.EndPoints.Add(endPoint);
        }

        options.User = address.User;
        options.Password = address.Password;
        options.DefaultDatabase = address.DefaultDatabase;
        options.Ssl = address.Ssl;
        options.SslHost = address.SslHost;
    }
}
