using Capsule.Data;

namespace Capsule.Monitor.Alerts;

/// <summary>A condition of a service that needs, or needed, an operator's attention.</summary>
public sealed class Alert : Entity
{
    /// <summary>The kind of alert: one of <see cref="AlertNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The affected service.</summary>
    public required string Service { get; init; }

    /// <summary>When the condition was detected (UTC).</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When the condition was found to have ended (UTC); null while the alert is open.</summary>
    public DateTimeOffset? ClearedAt { get; set; }

    /// <summary>What the service reported when the alert was raised.</summary>
    public required string Detail { get; init; }
}
