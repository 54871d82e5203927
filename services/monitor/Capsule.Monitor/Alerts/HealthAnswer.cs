using System.Text.Json.Serialization;

namespace Capsule.Monitor.Alerts;

/// <summary>What is read of the document that a service answers at <c>/health</c>.</summary>
internal sealed record HealthAnswer(HealthAnswer.KnownChecks? Checks)
{
    /// <summary>The checks that matter here.</summary>
    public sealed record KnownChecks(OutboxCheck? Outbox);

    /// <summary>The outbox's.</summary>
    public sealed record OutboxCheck(OutboxData? Data);

    /// <summary>What it measured; nothing right after the service's start.</summary>
    public sealed record OutboxData(long? Depth, [property: JsonPropertyName("oldest_age_seconds")] double? OldestAgeSeconds);
}
