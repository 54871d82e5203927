using System.Globalization;

namespace Capsule.Monitor.Alerts;

/// <summary>What a service said of its outbox.</summary>
/// <param name="Service">The service.</param>
/// <param name="Depth">How many events have not left.</param>
/// <param name="OldestAge">How long ago the oldest was added.</param>
internal sealed record OutboxReading(string Service, long Depth, TimeSpan OldestAge)
{
    /// <summary>For people, to the second: <c>3 waiting, the oldest for 00:01:12</c>.</summary>
    public string Detail =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Depth} waiting, the oldest for {TimeSpan.FromSeconds((long)OldestAge.TotalSeconds):c}"
        );
}
