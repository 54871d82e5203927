using System.Text.Json.Serialization;

namespace Capsule.Monitor.Alerts;

/// <summary>The part of a service's <c>/health</c> response that is read.</summary>
internal sealed record HealthResponse(HealthResponse.KnownChecks? Checks)
{
    /// <summary>The checks that are read.</summary>
    public sealed record KnownChecks(OutboxCheck? Outbox);

    /// <summary>The outbox's check.</summary>
    public sealed record OutboxCheck(OutboxData? Data);

    /// <summary>The outbox's measured values; missing right after the service's start.</summary>
    public sealed record OutboxData(long? Depth, [property: JsonPropertyName("oldest_age_seconds")] double? OldestAgeSeconds);
}
