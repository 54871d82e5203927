namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>New recovery codes; nobody sees them again.</summary>
/// <param name="RecoveryCodes">Each signs its user in once in place of a code of the authenticator.</param>
public sealed record RecoveryCodesResponse(IReadOnlyList<string> RecoveryCodes);
