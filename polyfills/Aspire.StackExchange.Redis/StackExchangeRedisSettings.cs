namespace Aspire.StackExchange.Redis;

/// <summary>How Aspire registers the Redis client; section Aspire:StackExchange:Redis.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>The client's configuration string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether there is no health check. Default: false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands are not traced. Default: false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the connection is made at its first use instead of at start. Default: true.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}
