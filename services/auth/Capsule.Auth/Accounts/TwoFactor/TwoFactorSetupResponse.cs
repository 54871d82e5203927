namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>The secret for an authenticator app, in three forms.</summary>
/// <param name="Uri">The <c>otpauth</c> URI.</param>
/// <param name="Secret">The secret in base32, to type in.</param>
/// <param name="QrCode">The URI as a QR code in SVG.</param>
public sealed record TwoFactorSetupResponse(string Uri, string Secret, string QrCode)
{
    /// <summary>Returns the type's name, so that the secret stays out of logs.</summary>
    public override string ToString() => nameof(TwoFactorSetupResponse);
}
