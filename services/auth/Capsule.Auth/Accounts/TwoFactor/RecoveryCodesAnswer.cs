namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Recovery codes, or why there are none.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Codes">Only when it is done.</param>
internal sealed record RecoveryCodesAnswer(TwoFactorOutcome Outcome, string[]? Codes = null);
