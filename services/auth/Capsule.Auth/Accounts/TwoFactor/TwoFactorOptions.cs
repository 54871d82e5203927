namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Settings of section <c>Auth:TwoFactor</c>.</summary>
public sealed class TwoFactorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:TwoFactor";

    /// <summary>The name that authenticator apps show next to the e-mail address.</summary>
    public string Issuer { get; set; } = "Capsule";
}
