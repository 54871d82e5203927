namespace Capsule.Auth.Accounts.Tokens;

/// <summary>The lifetime of a token, and how often an account is sent a token for the same purpose.</summary>
/// <param name="Lifetime">How long the token is valid.</param>
/// <param name="Interval">Minimum time between two tokens.</param>
/// <param name="PerHour">Maximum number of tokens within an hour, or within <paramref name="Lifetime"/> if that is shorter.</param>
internal sealed record TokenLimits(TimeSpan Lifetime, TimeSpan Interval, int PerHour);
