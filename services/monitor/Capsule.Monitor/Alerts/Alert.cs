using Capsule.Data;

namespace Capsule.Monitor.Alerts;

/// <summary>Something about a service that needs, or needed, somebody's attention.</summary>
public sealed class Alert : Entity
{
    /// <summary>What kind of alert: one of <see cref="AlertNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The service that it is about.</summary>
    public required string Service { get; init; }

    /// <summary>When it was noticed (UTC).</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it was seen to be over (UTC); null while it is open.</summary>
    public DateTimeOffset? ClearedAt { get; set; }

    /// <summary>What the service said when it was raised.</summary>
    public required string Detail { get; init; }
}
