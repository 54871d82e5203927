using System.Globalization;

namespace Capsule.Messaging;

/// <summary>When a message that a consumer gave up goes back to its queue.</summary>
public sealed class RedeliveryOptions
{
    /// <summary>
    /// How long after each time that it was given up (comma-separated, or a list; up to a fifth more, so that not all come at once). After the
    /// last it is dead; nothing stands for never.
    /// </summary>
    public string Intervals { get; set; } = "00:01:00,00:10:00,01:00:00";

    /// <summary>The parts of <see cref="Intervals"/>; null for one that is no time.</summary>
    internal IReadOnlyList<TimeSpan?> Times =>
    [
        .. Intervals.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : (TimeSpan?)null),
    ];
}
