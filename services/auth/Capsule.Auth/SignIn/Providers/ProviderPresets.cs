namespace Capsule.Auth.SignIn.Providers;

/// <summary>The settings that every installation shares for a well-known provider.</summary>
internal static class ProviderPresets
{
    private static readonly Dictionary<string, ProviderOptions> Known = new(StringComparer.Ordinal)
    {
        // developers.google.com/identity/openid-connect/openid-connect
        ["google"] = new() { DisplayName = "Google", Issuer = "https://accounts.google.com" },

        // docs.github.com: "Authorizing OAuth apps", "Get the authenticated user", "List email addresses for the authenticated user".
        ["github"] = new()
        {
            DisplayName = "GitHub",
            AuthorizationEndpoint = "https://github.com/login/oauth/authorize",
            TokenEndpoint = "https://github.com/login/oauth/access_token",
            UserInfoEndpoint = "https://api.github.com/user",
            EmailsEndpoint = "https://api.github.com/user/emails",
            TokenAuthentication = TokenAuthentications.Post,
            Scopes = "read:user user:email",
            SubjectClaim = "id",
        },
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Completes a provider's settings with its preset.</summary>
    public static ProviderOptions Complete(string name, ProviderOptions options) =>
        options.With(Known.GetValueOrDefault(options.Preset ?? name));
}
