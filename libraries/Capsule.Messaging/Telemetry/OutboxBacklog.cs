namespace Capsule.Messaging;

/// <summary>The outbox's unsent events.</summary>
/// <param name="Depth">The number of events, counted up to <see cref="OutboxTable.CountLimit"/>.</param>
/// <param name="OldestAge">The age of the oldest event.</param>
internal sealed record OutboxBacklog(long Depth, TimeSpan OldestAge);
