namespace Capsule.Web;

/// <summary>A counter of requests.</summary>
/// <param name="Key">The counter's key, which does not contain the counted value in clear text.</param>
/// <param name="Limit">The maximum count per window; 0 to read the count without increasing it.</param>
internal readonly record struct Counter(string Key, int Limit);
