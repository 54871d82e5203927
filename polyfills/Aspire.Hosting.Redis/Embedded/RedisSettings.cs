namespace Aspire.Hosting.Embedded;

/// <summary>How a Redis server is to be.</summary>
/// <param name="Password">What clients have to give; null for none.</param>
/// <param name="SnapshotEvery">The time after which changes go to a snapshot, beside the append-only file; null for no snapshots.</param>
/// <param name="SnapshotChanges">The number of changes that it takes.</param>
internal sealed record RedisSettings(string? Password, TimeSpan? SnapshotEvery = null, long SnapshotChanges = 1);
