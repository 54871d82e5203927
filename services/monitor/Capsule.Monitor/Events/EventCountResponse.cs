namespace Capsule.Monitor.Events;

/// <summary>The number of events of a type.</summary>
/// <param name="Type">The event's type.</param>
/// <param name="From">Start of the first counted hour (UTC).</param>
/// <param name="To">End of the range, exclusive (UTC).</param>
/// <param name="Total">The sum over all hours.</param>
/// <param name="Hours">The hours with events, in order.</param>
public sealed record EventCountResponse(string Type, DateTimeOffset From, DateTimeOffset To, long Total, IReadOnlyList<HourCount> Hours);

/// <summary>The count of one hour.</summary>
/// <param name="Hour">Start of the hour (UTC).</param>
/// <param name="Count">Number of events.</param>
public sealed record HourCount(DateTimeOffset Hour, long Count);
