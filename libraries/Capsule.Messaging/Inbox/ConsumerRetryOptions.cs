namespace Capsule.Messaging;

/// <summary>How consumers that throw are tried again, inside the service, with exponential back-off and jitter.</summary>
public sealed class ConsumerRetryOptions
{
    /// <summary>Further attempts after the first; then the message is put aside (<see cref="RedeliveryOptions"/>).</summary>
    public int Limit { get; set; } = 5;

    /// <summary>Longest wait before the second attempt; it doubles with each.</summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between attempts, also while the database is away, which counts as no attempt.</summary>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(15);
}
