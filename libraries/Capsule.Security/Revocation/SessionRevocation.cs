using StackExchange.Redis;

namespace Capsule.Security;

/// <summary>
/// How services learn from Redis that a session has ended: a message informs listening services, and a key informs all others. The key
/// exists as long as the session's access tokens may be valid.
/// </summary>
internal static class SessionRevocation
{
    /// <summary>The channel; each message is a session's identifier.</summary>
    public static RedisChannel Channel { get; } = RedisChannel.Literal("capsule:sessions:revoked");

    /// <summary>Returns the key that exists when a session has ended.</summary>
    public static RedisKey KeyOf(Guid session) => $"capsule:sessions:revoked:{session:n}";
}
