namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>A try of a code that has been counted as wrong before it is checked.</summary>
/// <param name="Failures">How many were wrong in a row, this one included.</param>
/// <param name="LockedUntil">Until when no further one is taken, should this one be wrong.</param>
internal sealed record CodeTry(int Failures, DateTimeOffset? LockedUntil);
