using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Maps an event to its exchange, to a service's queue for it, and to the queues that must exist.</summary>
internal sealed class EventTopology(IOptions<MessagingOptions> options)
{
    private readonly MessagingOptions _options = options.Value;

    public string ExchangeOf(EventName name) => _options.ExchangePrefix + name.Name;

    public static string QueueOf(string service, EventName name) => $"{service}-{name.Name}";

    /// <summary>The events whose subscribers are known.</summary>
    public IEnumerable<EventName> KnownEvents => _options.Subscribers.Keys.Select(name => new EventName(name));

    /// <summary>
    /// Returns the queues that must exist before the first event is sent, so that a service that has never run misses none.
    /// </summary>
    public IReadOnlyCollection<string> QueuesOf(EventName name) =>
        _options.Subscribers.TryGetValue(name.Name, out var services) ? [.. Split(services).Select(service => QueueOf(service, name))] : [];

    /// <summary>Whether an event stays in the outbox when no queue is bound.</summary>
    public bool IsMandatory(EventName name) => !Split(_options.OptionalEvents).Contains(name.Name);

    private static string[] Split(string list) =>
        list.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
