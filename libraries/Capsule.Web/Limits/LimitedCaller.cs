namespace Capsule.Web;

/// <summary>The caller's identity for a limit.</summary>
/// <param name="Account">The value that is counted besides the client address; case-insensitive. Null when only the address counts.</param>
/// <param name="IsUnlimited">Whether the caller is exempt from all counting, even by address.</param>
public readonly record struct LimitedCaller(string? Account, bool IsUnlimited = false);
