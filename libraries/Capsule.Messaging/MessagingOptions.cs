namespace Capsule.Messaging;

/// <summary>Settings of section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Messaging";

    /// <summary>The default of <see cref="ExchangePrefix"/>.</summary>
    public const string DefaultExchangePrefix = "capsule.";

    /// <summary>The prefix of every event's exchange.</summary>
    public string ExchangePrefix { get; set; } = DefaultExchangePrefix;

    /// <summary>
    /// For each event name, such as <c>user-registered</c>, the services (comma-separated) for which events are queued even before they
    /// first run: the publisher declares their queues before it sends the first event. The catalogue provides the default.
    /// </summary>
    public Dictionary<string, string> Subscribers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of events (comma-separated) that need no queue; all other events stay in the outbox until a queue is bound.</summary>
    public string OptionalEvents { get; set; } = "";

    /// <summary>
    /// Maximum number of unacknowledged messages per consumer. It also limits how many messages may wait for their ordering key before
    /// messages with other keys wait, too.
    /// </summary>
    public int PrefetchCount { get; set; } = 256;

    /// <summary>
    /// Number of concurrent transactions per consumer. Each needs a database connection; multiplied by the number of consumers, they must
    /// leave part of the pool (20) to requests.
    /// </summary>
    public int ConcurrentTransactions { get; set; } = 4;

    /// <summary>
    /// Maximum number of a consumer's messages that commit together when enough messages wait and the consumer is quick. Two messages with
    /// the same ordering key never commit together.
    /// </summary>
    public int MessagesPerTransaction { get; set; } = 32;

    /// <summary>
    /// How long a consumer may be disconnected while the broker answers before it is reconnected; doubles after each unsuccessful attempt,
    /// up to two minutes.
    /// </summary>
    public TimeSpan ConsumerRestartAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How failed consumers are retried.</summary>
    public ConsumerRetryOptions Retry { get; set; } = new();

    /// <summary>How messages are redelivered after their consumer failed.</summary>
    public RedeliveryOptions Redelivery { get; set; } = new();

    /// <summary>How events are sent.</summary>
    public OutboxOptions Outbox { get; set; } = new();

    /// <summary>How long the inbox remembers a message after its publication; must be longer than any redelivery takes.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The period that one partition of the outbox or the inbox covers.</summary>
    public TimeSpan PartitionLength { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How far ahead partitions are created.</summary>
    public TimeSpan PartitionsAhead { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How often partitions are created ahead, and expired partitions dropped.</summary>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Adds the catalogue's subscribers for the events of a service that have no setting.</summary>
    internal void AddSubscribers(string service, bool isDevelopment)
    {
        foreach (var route in EventRoutes.Of(isDevelopment).Where(route => route.Publisher == service))
        {
            Subscribers.TryAdd(route.Event, string.Join(',', route.Subscribers));
        }
    }
}
