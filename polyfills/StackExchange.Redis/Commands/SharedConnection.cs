using System.Collections.Frozen;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

/// <summary>Which commands may not be sent by name, because the connection is everybody's.</summary>
internal static class SharedConnection
{
    // They change what later commands mean, or whether there is a reply to each.
    private static readonly FrozenSet<string> Refused = FrozenSet.ToFrozenSet(
    [
        "AUTH", "DISCARD", "EXEC", "HELLO", "MONITOR", "MULTI", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE", "QUIT", "RESET", "SELECT",
        "SSUBSCRIBE", "SUBSCRIBE", "SUNSUBSCRIBE", "SYNC", "UNSUBSCRIBE", "UNWATCH", "WATCH",
    ]);

    /// <exception cref="RedisCommandException">The command would disturb other callers.</exception>
    public static Request Allow(string command, RedisValue[] arguments)
    {
        var name = command.ToUpperInvariant();
        var silences = name == "CLIENT" && arguments.Length > 0
            && string.Equals(arguments[0].ToString(), "REPLY", StringComparison.OrdinalIgnoreCase);
        return Refused.Contains(name) || silences
            ? throw new RedisCommandException($"This operation is not available on a shared connection: {name}")
            : new Request(new Command(name), [], arguments);
    }
}
