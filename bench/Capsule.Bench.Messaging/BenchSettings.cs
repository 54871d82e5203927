namespace Capsule.Bench.Messaging;

/// <summary>The settings of both sides; all other settings of Capsule are its defaults.</summary>
internal static class BenchSettings
{
    /// <summary>Prefetched messages of the raw consumer.</summary>
    public const int RawPrefetchCount = 200;

    /// <summary>Concurrent messages of the raw consumer, each on its own connection.</summary>
    public const int RawConcurrentMessages = 16;

    /// <summary>Unconfirmed messages between a publisher and the broker.</summary>
    public const int BatchSize = 200;

    /// <summary>Connections of each side: for the consumer, the outbox and the writers.</summary>
    public const int PoolSize = RawConcurrentMessages + 8;

    /// <summary>
    /// Automatically prepared statements per connection of the raw side; services do not prepare automatically (decision 025).
    /// </summary>
    public const int PreparedStatements = 50;
}
