namespace Capsule.Messaging;

/// <summary>Registers a service's consumers and the special treatment of its events.</summary>
public sealed class MessagingBuilder
{
    private readonly string _service;
    private readonly Type _context;
    private readonly List<ConsumerRegistration> _consumers = [];
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);

    internal MessagingBuilder(string service, Type context)
    {
        _service = service;
        _context = context;
    }

    internal IReadOnlyList<ConsumerRegistration> Consumers => _consumers;

    internal IReadOnlySet<string> Forgotten => _forgotten;

    /// <summary>
    /// Removes the content of this service's event, which contains a secret, from the outbox as soon as the event is delivered. The row is
    /// kept as long as others, but the event can no longer be sent again from there.
    /// </summary>
    public MessagingBuilder ForgetDelivered<TEvent>()
        where TEvent : class
    {
        _forgotten.Add(EventName.Of(typeof(TEvent)).Type);
        return this;
    }

    /// <summary>
    /// Adds a consumer of one event, with its own queue named after service and event (<c>billing-user-registered</c>). Changes that it
    /// makes through the service's context and <see cref="IEventPublisher"/> commit together, exactly once per message.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The class does not consume exactly one event, or the service already has a consumer of that event.
    /// </exception>
    public MessagingBuilder AddConsumer<TConsumer>()
        where TConsumer : class
    {
        var events = typeof(TConsumer)
            .GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEventConsumer<>))
            .Select(type => type.GetGenericArguments()[0])
            .ToList();
        if (events.Count != 1)
        {
            throw new ArgumentException($"{typeof(TConsumer)} consumes {events.Count} events; a consumer must consume exactly one.");
        }

        var queue = EventTopology.QueueOf(_service, EventName.Of(events[0]));
        if (_consumers.Exists(consumer => consumer.Queue == queue))
        {
            throw new ArgumentException($"{typeof(TConsumer)}: {_service} already has a consumer of {events[0]}.");
        }

        _consumers.Add(
            new ConsumerRegistration(
                typeof(TConsumer),
                events[0],
                queue,
                typeof(InboxConsumer<,,>).MakeGenericType(_context, typeof(TConsumer), events[0])
            )
        );
        return this;
    }
}
