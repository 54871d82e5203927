using MassTransit;

namespace Capsule.Messaging;

/// <summary>Gives MassTransit the name of an event's exchange.</summary>
internal sealed class EventExchangeNames(EventTopology topology) : IEntityNameFormatter
{
    public string FormatEntityName<T>() => topology.ExchangeOf(EventName.Of(typeof(T)));
}
