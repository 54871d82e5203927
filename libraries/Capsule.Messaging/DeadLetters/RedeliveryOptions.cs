using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Capsule.Messaging;

/// <summary>When a message that a consumer gave up goes back to its queue.</summary>
public sealed class RedeliveryOptions
{
    /// <summary>The part of an interval by which it may be longer.</summary>
    internal const double Jitter = 0.2;

    /// <summary>
    /// How long after each time that it was given up (comma-separated, or a list; up to a fifth more, so that not all come at once). After
    /// the last it is dead; nothing stands for never.
    /// </summary>
    public string Intervals { get; set; } = "00:01:00,00:10:00,01:00:00";

    /// <summary>The parts of <see cref="Intervals"/>; null for one that is no time.</summary>
    internal IReadOnlyList<TimeSpan?> Times =>
        [
            .. Intervals
                .Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : (TimeSpan?)null),
        ];

    /// <summary>The time by which every redelivery is due, or put off by a minute.</summary>
    internal TimeSpan LongestWait => Times.Append(TimeSpan.FromMinutes(1)).Max()!.Value * (1 + Jitter);

    /// <summary>Takes the intervals from a list in the settings, which binds to no string.</summary>
    internal void ReadList(IConfiguration configuration)
    {
        var list = configuration
            .GetSection($"{MessagingOptions.Section}:Redelivery:{nameof(Intervals)}")
            .GetChildren()
            .Select(interval => interval.Value)
            .ToList();
        if (list.Count > 0)
        {
            Intervals = string.Join(',', list);
        }
    }
}
