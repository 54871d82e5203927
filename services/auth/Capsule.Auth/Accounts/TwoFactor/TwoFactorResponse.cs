namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Whether a user has two factors.</summary>
/// <param name="On">Whether a code is required at sign-in.</param>
/// <param name="Since">When two factors were turned on, UTC; null when they are off.</param>
/// <param name="RecoveryCodesLeft">Number of unused recovery codes.</param>
public sealed record TwoFactorResponse(bool On, DateTimeOffset? Since, int RecoveryCodesLeft);
