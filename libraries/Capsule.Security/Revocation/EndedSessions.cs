using Capsule.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.Security;

/// <summary>
/// Which sessions have ended, as far as their tokens matter here. A message ends one at once; what was heard of a session is otherwise good
/// for a second, so that one whose message was missed ends within that. While Redis is away auth is asked; while that is away too, tokens are good
/// until they expire. API keys that were revoked are among the sessions, by their identifiers.
/// </summary>
internal sealed class EndedSessions(IServiceProvider services, AskedSessions asked, TimeProvider timeProvider) : BackgroundService
{
    private const int MostKnown = 100_000;
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Longer than any access token is good for, in a service that does not know how long that is.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    // Redis knows those that are forgotten.
    private readonly BoundedCache<Guid, (bool Ended, long Until)> _sessions = new(MostKnown);

    /// <summary>Whether a session has ended, as far as that was heard within the last second; null when it has to be asked.</summary>
    public bool? Heard(Guid session) =>
        _sessions.TryGet(session, out var heard) && (heard.Ended || timeProvider.GetTimestamp() < heard.Until) ? heard.Ended : null;

    /// <summary>Whether a session has ended.</summary>
    /// <param name="session">Its identifier.</param>
    /// <param name="token">A token of the session that is valid otherwise, by which auth can be asked.</param>
    public async ValueTask<bool> HasEndedAsync(Guid session, string token) =>
        Heard(session) ?? await InRedisAsync(session) ?? await asked.HasEndedAsync(session, token) ?? false;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (services.GetService<RedisConnection>() is { } redis && !await TrySubscribeAsync(redis))
        {
            await Task.Delay(Pause, timeProvider, stoppingToken);
        }
    }

    private async ValueTask<bool?> InRedisAsync(Guid session)
    {
        if (services.GetService<RedisConnection>() is not { } redis || !redis.Gate.TryEnter())
        {
            return null;
        }

        try
        {
            var ended = await ExistsAsync(redis, session).WaitAsync(Timeout, timeProvider);
            redis.Gate.Succeeded();
            Remember(session, ended);
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
            await subscriber.SubscribeAsync(SessionRevocation.Channel, (_, message) => Hear(message));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client keeps the handler all the same and subscribes whenever it connects. Another call would add a second handler.
        }

        return true;
    }

    private void Hear(RedisValue message)
    {
        if (Guid.TryParse((string?)message, out var session))
        {
            Remember(session, ended: true);
        }
    }

    private void Remember(Guid session, bool ended) =>
        _sessions.Set(session, (ended, timeProvider.GetTimestamp() + (long)((ended ? Remembered : Known).TotalSeconds * timeProvider.TimestampFrequency)));
}
