using Capsule.ServiceDefaults.Cache;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Authentication;

/// <summary>
/// Which sessions have ended, as far as their tokens matter here. A message ends one at once; what was heard of a session is otherwise good
/// for a second, so that one whose message was missed ends within that. While Redis is away auth is asked; while that is away too, tokens are good
/// until they expire. API keys that were revoked are among the sessions, by their identifiers.
/// </summary>
internal sealed class EndedSessions(IServiceProvider services, AskedSessions asked, TimeProvider time, ILogger<EndedSessions> logger)
    : BackgroundService
{
    private const int MostKnown = 100_000;
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Longer than any access token is good for, in a service that does not know how long that is.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    // Redis knows those that are forgotten.
    private readonly RecentEntries<Guid, (bool Ended, long Until)> _sessions = new(MostKnown);
    private readonly CacheGate _gate = new(time, logger);

    /// <summary>Whether a session has ended, as far as that was heard within the last second; null when it has to be asked.</summary>
    public bool? Heard(Guid session) =>
        _sessions.TryGet(session, out var heard) && (heard.Ended || time.GetTimestamp() < heard.Until) ? heard.Ended : null;

    /// <summary>Whether a session has ended.</summary>
    /// <param name="session">Its identifier.</param>
    /// <param name="token">A token of the session that is valid otherwise, by which auth can be asked.</param>
    public async ValueTask<bool> HasEndedAsync(Guid session, string token) =>
        Heard(session) ?? await InRedisAsync(session) ?? await asked.HasEndedAsync(session, token) ?? false;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The client subscribes anew by itself after a reconnect.
        while (services.GetService<IConnectionMultiplexer>() is { } redis && !await TrySubscribeAsync(redis))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async ValueTask<bool?> InRedisAsync(Guid session)
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis || !_gate.TryEnter())
        {
            return null;
        }

        try
        {
            var ended = await redis.GetDatabase().KeyExistsAsync(SessionRevocation.KeyOf(session)).WaitAsync(Patience, time);
            _gate.Succeeded();
            Remember(session, ended);
            return ended;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _gate.Failed(exception);
            return null;
        }
    }

    private async Task<bool> TrySubscribeAsync(IConnectionMultiplexer redis)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(SessionRevocation.Channel, (_, message) =>
            {
                if (Guid.TryParse((string?)message, out var session))
                {
                    Remember(session, ended: true);
                }
            });
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private void Remember(Guid session, bool ended) =>
        _sessions.Set(session, (ended, time.GetTimestamp() + (long)((ended ? Remembered : Known).TotalSeconds * time.TimestampFrequency)));
}
