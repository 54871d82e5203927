namespace Capsule.Auth.SignIn.Providers;

/// <summary>Settings of section <c>Auth:External</c>: sign-in at other providers.</summary>
public sealed class ExternalSignInOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:External";

    /// <summary>
    /// Addresses of apps that users may be sent back to, with commas between; in Development those of this machine need not be named.
    /// </summary>
    public string RedirectUris { get; set; } = "";

    /// <summary>How long a user has, from the beginning at the app until it exchanges the code.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The providers by name, which is part of their addresses here.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.Ordinal);
}
