namespace Capsule.Bench.Messaging;

/// <summary>What both sides run with; all else of Capsule's is its default.</summary>
internal static class BenchSettings
{
    /// <summary>Messages that the broker hands to the raw consumer ahead of their acknowledgement.</summary>
    public const int RawPrefetchCount = 200;

    /// <summary>Messages that the raw consumer works on at the same time, each on a connection of its own.</summary>
    public const int RawConcurrentMessages = 16;

    /// <summary>Messages in flight between a publisher and the broker.</summary>
    public const int BatchSize = 200;

    /// <summary>Connections of each side: the consumer's, and what the outbox and the writers need.</summary>
    public const int PoolSize = RawConcurrentMessages + 8;

    /// <summary>Statements that a connection of the raw side prepares automatically; services do not (decision 025).</summary>
    public const int PreparedStatements = 50;
}
