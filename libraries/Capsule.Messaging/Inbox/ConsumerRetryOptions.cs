namespace Capsule.Messaging;

/// <summary>Configures how a failed consumer is retried inside the service, with exponential back-off and jitter.</summary>
public sealed class ConsumerRetryOptions
{
    /// <summary>Maximum number of retries; afterwards the message becomes a dead letter (<see cref="RedeliveryOptions"/>).</summary>
    public int Limit { get; set; } = 5;

    /// <summary>Maximum wait before the first retry; doubles with each retry.</summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Maximum wait between attempts, also while the database is down, which does not count as an attempt.</summary>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(15);
}
