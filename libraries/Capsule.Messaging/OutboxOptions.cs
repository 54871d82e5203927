namespace Capsule.Messaging;

/// <summary>Configures how events leave the outbox.</summary>
public sealed class OutboxOptions
{
    /// <summary>Maximum number of events in a batch; all of them are in flight together.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>How often the table is polled when no notification arrives.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Maximum time for the broker to confirm a batch.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long RabbitMQ may take to write a new queue to disk. RabbitMQ loses messages that it confirmed earlier if it is killed within
    /// this time, so these messages are sent again afterwards and count as delivered only then (decision 009).
    /// </summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Maximum wait before the first retry of an event that the broker refused; doubles with each attempt.</summary>
    public TimeSpan MinRetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Maximum wait between attempts.</summary>
    public TimeSpan MaxRetryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum age of the oldest unsent event before the health check reports degraded.</summary>
    public TimeSpan AgeLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the number and age of unsent events are measured.</summary>
    public TimeSpan MeasureInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Minimum time for which sent events are kept; a partition is dropped once all its events are sent.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
