namespace Capsule.Web;

/// <summary>What became of counting.</summary>
/// <param name="Wait">How long until all counters would take one more; zero when they just did.</param>
/// <param name="Seen">The highest count of those that were only looked at.</param>
internal readonly record struct Taken(TimeSpan Wait, double Seen);
