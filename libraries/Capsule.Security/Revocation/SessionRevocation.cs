using StackExchange.Redis;

namespace Capsule.Security;

/// <summary>
/// How services learn from Redis that a session has ended: by a message for those that listen, and by a key for those that did not. The key
/// lasts as long as access tokens of the session may be in use.
/// </summary>
internal static class SessionRevocation
{
    /// <summary>The channel; a message is the session's identifier.</summary>
    public static RedisChannel Channel { get; } = RedisChannel.Literal("capsule:sessions:revoked");

    /// <summary>The key that exists when a session has ended.</summary>
    public static RedisKey KeyOf(Guid session) => $"capsule:sessions:revoked:{session:n}";
}
