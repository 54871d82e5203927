namespace Capsule.Messaging;

/// <summary>Settings of section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Messaging";

    /// <summary>What <see cref="ExchangePrefix"/> is unless set.</summary>
    public const string DefaultExchangePrefix = "capsule.";

    /// <summary>What the name of every event's exchange starts with.</summary>
    public string ExchangePrefix { get; set; } = DefaultExchangePrefix;

    /// <summary>
    /// For an event's name, such as <c>user-registered</c>, the services (comma-separated) that must not miss one even if they have never
    /// run: the publisher makes their queues before the first such event leaves. Unless set, they are those of the catalogue.
    /// </summary>
    public Dictionary<string, string> Subscribers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of events (comma-separated) that may go nowhere; all others stay in the outbox until some queue takes them.</summary>
    public string OptionalEvents { get; set; } = "";

    /// <summary>
    /// Messages that the broker hands to a consumer ahead of their acknowledgement; also how many may wait for others of their ordering key
    /// before those of other keys wait too.
    /// </summary>
    public int PrefetchCount { get; set; } = 256;

    /// <summary>
    /// Transactions in which a consumer works at the same time; each needs a database connection, so that times the number of consumers
    /// must leave some of the pool (20) to requests.
    /// </summary>
    public int ConcurrentTransactions { get; set; } = 4;

    /// <summary>
    /// Most messages of a consumer whose effects commit together, when so many wait and the consumer is quick. Never two of one ordering
    /// key.
    /// </summary>
    public int MessagesPerTransaction { get; set; } = 32;

    /// <summary>
    /// How long a consumer may be without a connection while the broker answers, before it is connected anew; twice as long after each
    /// attempt that does not help, up to two minutes.
    /// </summary>
    public TimeSpan ConsumerRestartAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How consumers that throw are tried again.</summary>
    public ConsumerRetryOptions Retry { get; set; } = new();

    /// <summary>How messages that consumers gave up come again.</summary>
    public RedeliveryOptions Redelivery { get; set; } = new();

    /// <summary>How events leave.</summary>
    public OutboxOptions Outbox { get; set; } = new();

    /// <summary>How long an inbox remembers a message, from when it was published; longer than any redelivery can take.</summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the time is that a partition of outbox and inbox holds.</summary>
    public TimeSpan PartitionLength { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How far ahead partitions are made.</summary>
    public TimeSpan PartitionsAhead { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How often partitions are made ahead, and those past their retention dropped.</summary>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Adds the subscribers that the catalogue names for the events of a service, where no setting does.</summary>
    internal void AddSubscribers(string service, bool isDevelopment)
    {
        foreach (var route in EventRoutes.Of(isDevelopment).Where(route => route.Publisher == service))
        {
            Subscribers.TryAdd(route.Event, string.Join(',', route.Subscribers));
        }
    }
}
