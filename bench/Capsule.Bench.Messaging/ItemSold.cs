namespace Capsule.Bench.Messaging;

/// <summary>The message that both sides carry.</summary>
public sealed record ItemSold(Guid SaleId, int Number, DateTimeOffset OccurredAt);
