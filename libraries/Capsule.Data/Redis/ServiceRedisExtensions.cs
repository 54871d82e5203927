using Capsule.Data;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers Redis.</summary>
public static class ServiceRedisExtensions
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Registers <see cref="IConnectionMultiplexer"/> for the Redis of <c>ConnectionStrings:redis</c>, else of <c>REDIS_URL</c>, else of
    /// <c>REDIS_HOST</c>, <c>_PORT</c>, <c>_PASSWORD</c>, <c>_DB</c> and <c>_TLS</c>, with the health check <c>redis</c>. While Redis does
    /// not answer, commands fail at once instead of waiting.
    /// </summary>
    public static IHostApplicationBuilder AddServiceRedis(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRedisClient(
            RedisSettings.ConnectionName,
            settings => (settings.DisableHealthChecks, settings.DisableTracing) = (true, !builder.ExportsTelemetry()),
            options => Configure(options, builder)
        );
        builder.Services.AddSingleton<RedisGate>();
        builder.Services.AddSingleton<RedisConnection>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<RedisConnection>());
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(RedisHealthCheck.Name, timeout: HealthTimeout);
        return builder;
    }

    private static void Configure(ConfigurationOptions options, IHostApplicationBuilder builder)
    {
        if (options.EndPoints.Count == 0)
        {
            // The connection string is missing, or it was added after the registration, as tests' settings are.
            TakeAddress(options, RedisSettings.Resolve(builder.Configuration, builder.Environment));
        }

        options.ClientName = builder.Environment.ApplicationName;
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)CommandTimeout.TotalMilliseconds;
        options.AsyncTimeout = (int)CommandTimeout.TotalMilliseconds;
        options.SyncTimeout = (int)CommandTimeout.TotalMilliseconds;

        // By default the interval between attempts grows to 10 s, and the service would not receive revocations for that long. The client's
        // heartbeat triggers the attempts.
        options.ReconnectRetryPolicy = new LinearRetry((int)ReconnectInterval.TotalMilliseconds);
        options.HeartbeatInterval = ReconnectInterval;

        // Exceptions are logged, and their details contain keys.
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
