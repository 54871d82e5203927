namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Whether a user has two factors.</summary>
/// <param name="On">Whether a code is asked for at sign-in.</param>
/// <param name="Since">Since when, UTC; null when it is not.</param>
/// <param name="RecoveryCodesLeft">How many recovery codes have not been used.</param>
public sealed record TwoFactorResponse(bool On, DateTimeOffset? Since, int RecoveryCodesLeft);
