namespace Capsule.Auth.Accounts.Tokens;

/// <summary>How long a token is good, and how often an account is sent one for the same purpose.</summary>
/// <param name="Lifetime">How long it is good.</param>
/// <param name="Interval">The time between two.</param>
/// <param name="PerHour">How many within an hour; within <paramref name="Lifetime"/> where that is shorter.</param>
internal sealed record TokenLimits(TimeSpan Lifetime, TimeSpan Interval, int PerHour);
