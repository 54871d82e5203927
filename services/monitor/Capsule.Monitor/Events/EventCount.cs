using Capsule.Data;

namespace Capsule.Monitor.Events;

/// <summary>The number of events of one type in one hour.</summary>
public sealed class EventCount : IAudited
{
    /// <summary>Maximum length of a type in characters.</summary>
    public const int TypeLength = 100;

    /// <summary>The event's type, e.g. <c>UserRegistered</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Start of the hour (UTC).</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>Number of events that occurred in the hour.</summary>
    public long Count { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
