using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Which exchange an event goes to, which queue a service reads it from, and who must have one.</summary>
internal sealed class EventTopology(IOptions<MessagingOptions> options)
{
    private readonly MessagingOptions _options = options.Value;

    public string ExchangeOf(EventName name) => _options.ExchangePrefix + name.Name;

    public static string QueueOf(string service, EventName name) => $"{service}-{name.Name}";

    /// <summary>The events whose subscribers are known.</summary>
    public IEnumerable<EventName> KnownEvents => _options.Subscribers.Keys.Select(name => new EventName(name));

    /// <summary>
    /// Queues that must be there before the first such event leaves, so that a service that has never run misses nothing.
    /// </summary>
    public IReadOnlyCollection<string> QueuesOf(EventName name) =>
        _options.Subscribers.TryGetValue(name.Name, out var services) ? [.. Split(services).Select(service => QueueOf(service, name))] : [];

    /// <summary>Whether an event that no queue takes stays in the outbox.</summary>
    public bool IsMandatory(EventName name) => !Split(_options.OptionalEvents).Contains(name.Name);

    private static string[] Split(string list) =>
        list.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
