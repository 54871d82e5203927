namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>What an authenticator app needs, in three forms.</summary>
/// <param name="Uri">The <c>otpauth</c> URI.</param>
/// <param name="Secret">The secret in base32, to type in.</param>
/// <param name="QrCode">The URI as QR code, in SVG.</param>
public sealed record TwoFactorSetupResponse(string Uri, string Secret, string QrCode)
{
    /// <summary>Not the secret.</summary>
    public override string ToString() => nameof(TwoFactorSetupResponse);
}
