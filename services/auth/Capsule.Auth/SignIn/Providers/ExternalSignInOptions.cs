namespace Capsule.Auth.SignIn.Providers;

/// <summary>Settings of section <c>Auth:External</c>: sign-in at other providers.</summary>
public sealed class ExternalSignInOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:External";

    /// <summary>
    /// Addresses of apps that users may be sent back to, separated by commas. In Development, addresses of this machine are always allowed.
    /// </summary>
    public string RedirectUris { get; set; } = "";

    /// <summary>How long an attempt may take, from its beginning at the app until the app exchanges the code.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The providers by name; the name is part of the addresses of this service.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.Ordinal);
}
