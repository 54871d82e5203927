namespace Capsule.Messaging;

/// <summary>What has not left the outbox.</summary>
/// <param name="Depth">How many events, counted up to <see cref="OutboxTable.CountLimit"/>.</param>
/// <param name="OldestAge">How long ago the oldest was added.</param>
internal sealed record OutboxBacklog(long Depth, TimeSpan OldestAge);
