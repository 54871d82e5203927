namespace Capsule.Bench.Messaging;

/// <summary>The message that both sides send.</summary>
public sealed record ItemSold(Guid SaleId, int Number, DateTimeOffset OccurredAt);
