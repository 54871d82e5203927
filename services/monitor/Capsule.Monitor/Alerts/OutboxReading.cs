using System.Globalization;

namespace Capsule.Monitor.Alerts;

/// <summary>The state that a service reported for its outbox.</summary>
/// <param name="Service">The service.</param>
/// <param name="Depth">The number of unsent events.</param>
/// <param name="OldestAge">The age of the oldest unsent event.</param>
internal sealed record OutboxReading(string Service, long Depth, TimeSpan OldestAge)
{
    /// <summary>The state for people, to the second: <c>3 waiting, the oldest for 00:01:12</c>.</summary>
    public string Detail =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Depth} waiting, the oldest for {TimeSpan.FromSeconds((long)OldestAge.TotalSeconds):c}"
        );
}
