using System.Net;
using System.Text.Json;
using Capsule.Data;

namespace Capsule.Auth.Audit;

/// <summary>An event that matters for security. It never contains a secret.</summary>
public abstract class AuditEvent : Entity
{
    /// <summary>When the event happened (UTC), by the database's clock.</summary>
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>One of <see cref="AuditEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>Who did it; null when that is not proved, or the service did it itself.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Whom or what it happened to.</summary>
    public Guid? TargetId { get; init; }

    /// <summary>The session that it happened in or to.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Where the request came from.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The user agent of the request.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Further details.</summary>
    public JsonElement Data { get; init; }
}
