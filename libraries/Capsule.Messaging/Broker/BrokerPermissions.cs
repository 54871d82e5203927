using System.Text.RegularExpressions;

namespace Capsule.Messaging;

/// <summary>
/// The permissions of one service's user at the broker, as RabbitMQ takes them: regular expressions over the names of queues and exchanges.
/// They allow only what Capsule.Messaging does (decision 035).
/// </summary>
/// <param name="Configure">Names that the user may declare and delete.</param>
/// <param name="Write">Names that the user may publish to and bind.</param>
/// <param name="Read">Queues that the user may consume, and exchanges that it may bind its queues to.</param>
public sealed record BrokerPermissions(string Configure, string Write, string Read)
{
    /// <summary>Returns the permissions of a service.</summary>
    /// <param name="service">The service's name, the first part of its queues' names.</param>
    /// <param name="routes">The events of all services with their publishers and subscribers.</param>
    /// <param name="exchangePrefix">The setting <c>Messaging:ExchangePrefix</c>.</param>
    public static BrokerPermissions Of(
        string service,
        IReadOnlyCollection<EventRoute> routes,
        string exchangePrefix = MessagingOptions.DefaultExchangePrefix
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(service);
        ArgumentNullException.ThrowIfNull(routes);
        var published = routes.Where(route => route.Publisher == service).ToList();
        var own = $"{Regex.Escape(service)}-.*";
        string[] events = [.. published.Select(Exchange)];

        // The publisher declares its subscribers' queues, so that a subscriber that has never run misses no event. It may bind these queues
        // but not read them, because the read permission would also allow it to consume from them.
        string[] subscribers = [.. published.SelectMany(route => route.Subscribers.Select(subscriber => Queue(subscriber, route)))];
        string[] heard = [.. routes.Where(route => route.Subscribers.Contains(service)).Select(Exchange)];
        return new BrokerPermissions(
            Pattern([own, .. events, .. subscribers, .. heard]),
            Pattern([own, .. events, .. subscribers]),
            Pattern([own, .. events, .. heard])
        );

        string Exchange(EventRoute route) => Regex.Escape(exchangePrefix + route.Event);
    }

    private static string Queue(string subscriber, EventRoute route) =>
        Regex.Escape(EventTopology.QueueOf(subscriber, new EventName(route.Event)));

    private static string Pattern(IEnumerable<string> names) => $"^({string.Join('|', names.Distinct(StringComparer.Ordinal))})$";
}
