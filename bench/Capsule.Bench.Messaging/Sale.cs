using Capsule.Data;

namespace Capsule.Bench.Messaging;

/// <summary>The publisher's own row beside an event; its commit time is the event's.</summary>
internal sealed class Sale : Entity
{
    public int Number { get; init; }
}
