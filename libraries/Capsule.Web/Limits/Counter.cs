namespace Capsule.Web;

/// <summary>Something that is counted.</summary>
/// <param name="Key">Of whom, without saying so in clear.</param>
/// <param name="Limit">How many a window takes; 0 to look at the count without adding to it.</param>
internal readonly record struct Counter(string Key, int Limit);
