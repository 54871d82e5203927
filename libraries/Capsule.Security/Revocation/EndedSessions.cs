using Capsule.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.Security;

/// <summary>
/// Tells whether the session of an access token has ended. A message from Redis ends a session at once. Other results are cached for a
/// second, so that a missed message delays the end by at most a second. While Redis is down, the service introspects tokens at auth; while
/// auth is down as well, tokens stay valid until they expire. Revoked API keys are announced like sessions, under their identifiers.
/// </summary>
internal sealed class EndedSessions(IServiceProvider services, IntrospectedSessions introspected, TimeProvider timeProvider)
    : BackgroundService
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    // Must be longer than the lifetime of any access token, which services do not know.
    private static readonly TimeSpan EndedCacheDuration = TimeSpan.FromHours(1);

    // Sessions that are evicted from this cache are still in Redis.
    private readonly BoundedCache<Guid, (bool Ended, long Until)> _sessions = new(MaxEntries);

    /// <summary>Returns whether a session has ended if the answer is cached; null otherwise.</summary>
    public bool? FindCached(Guid session) =>
        _sessions.TryGet(session, out var entry) && (entry.Ended || timeProvider.GetTimestamp() < entry.Until) ? entry.Ended : null;

    /// <summary>Returns whether a session has ended.</summary>
    /// <param name="session">The session's identifier.</param>
    /// <param name="token">An otherwise valid token of the session, for introspection at auth.</param>
    public async ValueTask<bool> HasEndedAsync(Guid session, string token) =>
        FindCached(session) ?? await ReadRedisAsync(session) ?? await introspected.HasEndedAsync(session, token) ?? false;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (services.GetService<RedisConnection>() is { } redis && !await TrySubscribeAsync(redis))
        {
            await Task.Delay(RetryInterval, timeProvider, stoppingToken);
        }
    }

    private async ValueTask<bool?> ReadRedisAsync(Guid session)
    {
        if (services.GetService<RedisConnection>() is not { } redis || !redis.Gate.TryEnter())
        {
            return null;
        }

        try
        {
            var ended = await ExistsAsync(redis, session).WaitAsync(Timeout, timeProvider);
            redis.Gate.Succeeded();
            Store(session, ended);
            return ended;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            redis.Gate.Failed(exception);
            return null;
        }
    }

    private static async Task<bool> ExistsAsync(RedisConnection redis, Guid session) =>
        await (await redis.DatabaseAsync()).KeyExistsAsync(SessionRevocation.KeyOf(session));

    private async Task<bool> TrySubscribeAsync(RedisConnection redis)
    {
        ISubscriber subscriber;
        try
        {
            subscriber = (await redis.GetAsync()).GetSubscriber();
        }
        catch (RedisException)
        {
            return false;
        }

        try
        {
            await subscriber.SubscribeAsync(SessionRevocation.Channel, (_, message) => OnMessage(message));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client keeps the handler and subscribes again after each reconnect. A second call would add a second handler.
        }

        return true;
    }

    private void OnMessage(RedisValue message)
    {
        if (Guid.TryParse((string?)message, out var session))
        {
            Store(session, ended: true);
        }
    }

    private void Store(Guid session, bool ended) =>
        _sessions.Set(
            session,
            (
                ended,
                timeProvider.GetTimestamp()
                    + (long)((ended ? EndedCacheDuration : CacheDuration).TotalSeconds * timeProvider.TimestampFrequency)
            )
        );
}
