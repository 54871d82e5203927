namespace Capsule.Web;

/// <summary>Who calls, as far as a limit counts it.</summary>
/// <param name="Account">What is counted besides the client address; case does not matter. Null for nothing.</param>
/// <param name="IsUnlimited">Whether nothing is counted, not even the address.</param>
public readonly record struct LimitedCaller(string? Account, bool IsUnlimited = false);
