using Capsule.Data;

namespace Capsule.Bench.Messaging;

/// <summary>The consumer's effect for one message.</summary>
internal sealed class Effect : Entity
{
    public Guid SaleId { get; init; }

    public int Number { get; init; }
}
