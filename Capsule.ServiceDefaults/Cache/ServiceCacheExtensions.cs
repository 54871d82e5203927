using Capsule.ServiceDefaults.Cache;
using Capsule.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers Redis.</summary>
public static class ServiceCacheExtensions
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Registers <see cref="IDistributedCache"/> and <see cref="IConnectionMultiplexer"/> on the Redis of <c>ConnectionStrings:redis</c>, else
    /// of <c>REDIS_URL</c>, else of <c>REDIS_HOST</c>, <c>_PORT</c>, <c>_PASSWORD</c>, <c>_DB</c> and <c>_TLS</c>, with health check <c>redis</c>.
    /// While Redis is away the cache misses and drops and never throws; direct use of the multiplexer fails at once instead of waiting.
    /// </summary>
    /// <param name="builder">The service that is being built.</param>
    /// <param name="prefix">What the cache's keys begin with, since services share Redis; the application's name unless given.</param>
    public static IHostApplicationBuilder AddServiceCache(this IHostApplicationBuilder builder, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRedisClient(
            RedisSettings.ConnectionName,
            settings => (settings.DisableHealthChecks, settings.DisableTracing) = (true, !builder.ExportsTelemetry()),
            options => Configure(options, builder));
        builder.Services.AddSingleton<RedisGate>();
        builder.Services.AddSingleton<RedisConnection>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<RedisConnection>());
        builder.Services.AddKeyedSingleton<IDistributedCache>(
            RedisSettings.ConnectionName,
            (services, _) => RedisCache(services.GetRequiredService<RedisConnection>(), $"{prefix ?? builder.Environment.ApplicationName}:cache:"));
        builder.Services.AddSingleton<IDistributedCache, DegradingCache>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(RedisHealthCheck.Name, timeout: HealthTimeout);
        return builder;
    }

    private static RedisCache RedisCache(RedisConnection redis, string prefix) =>
        new(new RedisCacheOptions { InstanceName = prefix, ConnectionMultiplexerFactory = redis.GetAsync });

    private static void Configure(ConfigurationOptions options, IHostApplicationBuilder builder)
    {
        if (options.EndPoints.Count == 0)
        {
            // No connection string; or it came after the registration, as tests' settings do.
            TakeAddress(options, RedisSettings.Resolve(builder.Configuration, builder.Environment));
        }

        options.ClientName = builder.Environment.ApplicationName;
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)CommandTimeout.TotalMilliseconds;
        options.AsyncTimeout = (int)CommandTimeout.TotalMilliseconds;
        options.SyncTimeout = (int)CommandTimeout.TotalMilliseconds;

        // By default the pause between attempts grows to 10 s, and nobody would hear of ended sessions for as long. The heartbeat makes the attempts.
        options.ReconnectRetryPolicy = new LinearRetry((int)ReconnectInterval.TotalMilliseconds);
        options.HeartbeatInterval = ReconnectInterval;

        // Exceptions are logged, and details name keys.
        options.IncludeDetailInExceptions = false;
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
