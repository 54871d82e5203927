namespace Capsule.Bench.Messaging;

/// <summary>What both sides run with.</summary>
internal static class BenchSettings
{
    /// <summary>Messages that the broker hands to a consumer ahead of their acknowledgement.</summary>
    public const int PrefetchCount = 200;

    /// <summary>Messages that a consumer works on at the same time, each on a connection of its own.</summary>
    public const int ConcurrentMessages = 16;

    /// <summary>Messages in flight between a publisher and the broker.</summary>
    public const int BatchSize = 200;

    /// <summary>Connections of each service: the consumer's, and what the outbox and the writers need.</summary>
    public const int PoolSize = ConcurrentMessages + 8;
}
