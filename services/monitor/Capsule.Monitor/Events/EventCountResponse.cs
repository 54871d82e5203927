namespace Capsule.Monitor.Events;

/// <summary>How many events of a type occurred.</summary>
/// <param name="Type">The event's type.</param>
/// <param name="From">Start of the first hour counted, UTC.</param>
/// <param name="To">End of the range, exclusive, UTC.</param>
/// <param name="Total">All of them.</param>
/// <param name="Hours">Each hour that saw one, in order.</param>
public sealed record EventCountResponse(string Type, DateTimeOffset From, DateTimeOffset To, long Total, IReadOnlyList<HourCount> Hours);

/// <summary>One hour's count.</summary>
/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Count">Number of events.</param>
public sealed record HourCount(DateTimeOffset Hour, long Count);
