using StackExchange.Redis;

namespace Capsule.Security;

/// <summary>
/// How auth tells all services in Redis that a session has ended: by a message for those that listen, and a key, for as long as access tokens
/// of the session may be about, for those that did not.
/// </summary>
public static class SessionRevocation
{
    /// <summary>The channel; a message is the session's identifier.</summary>
    public static RedisChannel Channel { get; } = RedisChannel.Literal("capsule:sessions:revoked");

    /// <summary>The key that is there when a session has ended.</summary>
    public static RedisKey KeyOf(Guid session) => $"capsule:sessions:revoked:{session:n}";

    /// <summary>Tells of sessions that have ended, in one round trip.</summary>
    /// <param name="redis">The Redis that all services share.</param>
    /// <param name="sessions">Their identifiers.</param>
    /// <param name="tokenLifetime">How long an access token may be about.</param>
    /// <exception cref="RedisException">Redis is away, or went away: tell it again.</exception>
    public static async Task AnnounceAsync(IConnectionMultiplexer redis, IReadOnlyCollection<Guid> sessions, TimeSpan tokenLifetime)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(sessions);

        // The key first: who hears the message may forget it before the token is.
        var database = redis.GetDatabase();
        await Task.WhenAll(sessions.SelectMany(session => new Task[]
        {
            database.StringSetAsync(KeyOf(session), RedisValue.EmptyString, tokenLifetime), database.PublishAsync(Channel, session.ToString("n")),
        }));
    }
}
