namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>New recovery codes, which cannot be shown again.</summary>
/// <param name="RecoveryCodes">The codes; each replaces a code of the authenticator once.</param>
public sealed record RecoveryCodesResponse(IReadOnlyList<string> RecoveryCodes);
