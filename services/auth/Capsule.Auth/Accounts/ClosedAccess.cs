namespace Capsule.Auth.Accounts;

/// <summary>What a proof closed.</summary>
/// <param name="Password">Whether there was a password.</param>
/// <param name="Sessions">How many sessions.</param>
/// <param name="ApiKeys">How many API keys.</param>
/// <param name="Logins">How many logins at providers.</param>
/// <param name="TwoFactor">Whether two factors were on.</param>
internal sealed record ClosedAccess(bool Password, int Sessions, int ApiKeys, int Logins, bool TwoFactor);
