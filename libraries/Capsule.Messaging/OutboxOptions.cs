namespace Capsule.Messaging;

/// <summary>How events leave the outbox.</summary>
public sealed class OutboxOptions
{
    /// <summary>Events taken at a time, all of them in flight together.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>How often the table is looked at although no notification came.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the broker may take to confirm a batch.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long RabbitMQ may take to write down a queue that was just declared. What it confirms before that, it loses if it is killed
    /// then; so that is sent once more afterwards, and counts as delivered only then (docs/decisions/009).
    /// </summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait before an event that the broker refused is tried again; it doubles with each attempt.</summary>
    public TimeSpan MinRetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between attempts.</summary>
    public TimeSpan MaxRetryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How old the oldest event that has not left may be before health says degraded.</summary>
    public TimeSpan AgeLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often depth and age are measured.</summary>
    public TimeSpan MeasureInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long events that left are kept, at least: they go with their partition, once all of it has left.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
