namespace Capsule.Auth.Accounts;

/// <summary>The access that was closed after a proof of the address.</summary>
/// <param name="Password">Whether the account had a password.</param>
/// <param name="Sessions">Number of sessions and grants.</param>
/// <param name="ApiKeys">Number of API keys.</param>
/// <param name="Logins">Number of logins at providers.</param>
/// <param name="TwoFactor">Whether two factors were turned off.</param>
internal sealed record ClosedAccess(bool Password, int Sessions, int ApiKeys, int Logins, bool TwoFactor);
