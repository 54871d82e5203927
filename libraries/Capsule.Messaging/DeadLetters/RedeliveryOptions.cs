using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Capsule.Messaging;

/// <summary>Configures when a message whose consumer failed goes back to its queue.</summary>
public sealed class RedeliveryOptions
{
    /// <summary>The fraction by which an interval may be longer.</summary>
    internal const double Jitter = 0.2;

    /// <summary>
    /// The waits after each failure, as a comma-separated text or a list; each wait may be a fifth longer, so that messages do not all come
    /// back at once. After the last redelivery the message is dead; an empty value disables redelivery.
    /// </summary>
    public string Intervals { get; set; } = "00:01:00,00:10:00,01:00:00";

    /// <summary>The parsed <see cref="Intervals"/>; null for a part that is no time.</summary>
    internal IReadOnlyList<TimeSpan?> Times =>
        [
            .. Intervals
                .Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : (TimeSpan?)null),
        ];

    /// <summary>The maximum time until a redelivery is due, including a postponement by a minute.</summary>
    internal TimeSpan MaxWait => Times.Append(TimeSpan.FromMinutes(1)).Max()!.Value * (1 + Jitter);

    /// <summary>Reads the intervals from a configuration list, which cannot be bound to a string.</summary>
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
