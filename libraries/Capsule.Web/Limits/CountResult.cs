namespace Capsule.Web;

/// <summary>The result of counting a request.</summary>
/// <param name="Wait">The time until all counters would accept one more request; zero when the request was accepted.</param>
/// <param name="Failures">The highest count among the counters that were only read.</param>
internal readonly record struct CountResult(TimeSpan Wait, double Failures);
