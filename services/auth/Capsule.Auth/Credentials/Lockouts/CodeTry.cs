namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>A try of a code, which counts as wrong until it is checked.</summary>
/// <param name="Failures">Number of consecutive wrong tries, this one included.</param>
/// <param name="LockedUntil">When the next try is accepted if this one is wrong.</param>
internal sealed record CodeTry(int Failures, DateTimeOffset? LockedUntil);
