using Capsule.Data;
using StackExchange.Redis;

namespace Capsule.Security;

/// <summary>Announces ended sessions through the Redis that all services share (<see cref="SessionRevocation"/>).</summary>
internal sealed class RedisSessionRevocations(RedisConnection redis) : ISessionRevocations
{
    public async Task AnnounceAsync(IReadOnlyCollection<Guid> sessions, TimeSpan tokenLifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var database = await redis.DatabaseAsync().WaitAsync(cancellationToken);

        // The key outlives the message, because a service that received the message may evict it before the token expires.
        await Task.WhenAll(
                sessions.SelectMany(session =>
                    new Task[]
                    {
                        database.StringSetAsync(SessionRevocation.KeyOf(session), RedisValue.EmptyString, tokenLifetime),
                        database.PublishAsync(SessionRevocation.Channel, session.ToString("n")),
                    }
                )
            )
            .WaitAsync(cancellationToken);
    }
}
