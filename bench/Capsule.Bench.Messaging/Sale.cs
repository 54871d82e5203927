using Capsule.Data;

namespace Capsule.Bench.Messaging;

/// <summary>The publisher's own row beside an event: when it committed, so did the event.</summary>
internal sealed class Sale : Entity
{
    public int Number { get; init; }
}
