using MassTransit;

namespace Capsule.Messaging;

/// <summary>Tells MassTransit's consumers the exchange of an event.</summary>
internal sealed class EventExchangeNames(EventTopology topology) : IEntityNameFormatter
{
    public string FormatEntityName<T>() => topology.ExchangeOf(EventName.Of(typeof(T)));
}
