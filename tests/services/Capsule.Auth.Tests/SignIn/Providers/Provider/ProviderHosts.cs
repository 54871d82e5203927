using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>The auth service with providers.</summary>
internal static class ProviderHosts
{
    public const string Oidc = "acme";
    public const string OAuth = "plain";

    public static readonly string[] Names = [Oidc, OAuth];

    /// <summary>What is registered at a provider.</summary>
    public static string Callback(string provider) => $"{AuthHost.Issuer}/api/providers/{provider}/callback";

    /// <summary>One that knows oidc-provider twice: as a provider of OpenID Connect, and as one of OAuth 2.0 alone.</summary>
    public static Task<ServiceHost<Program>> StartAsync(OidcProviderProcess provider, params (string Name, string Value)[] settings) =>
        AuthHost.StartAsync(Settings(provider, settings));

    /// <summary>The same on a port of its own, as reverse proxies reach it: its issuer stays.</summary>
    public static Task<ServiceHost<Program>> StartListeningAsync(
        OidcProviderProcess provider,
        params (string Name, string Value)[] settings
    ) => AuthHost.StartListeningAsync([("Authentication:Issuer", AuthHost.Issuer), .. Settings(provider, settings)]);

    /// <summary>One on a port of its own that knows a provider <c>fake</c>.</summary>
    public static Task<ServiceHost<Program>> StartListeningAsync(FakeProvider fake) =>
        AuthHost.StartListeningAsync([
            ("Authentication:Issuer", AuthHost.Issuer),
            .. Secrets("fake"),
            ("Auth:External:Providers:fake:Issuer", fake.Address),
        ]);

    private static (string Name, string Value)[] Settings(OidcProviderProcess provider, (string Name, string Value)[] settings)
    {
        Assert.SkipWhen(provider.Missing is not null, provider.Missing ?? "");
        return
        [
            .. Secrets(Oidc),
            ($"Auth:External:Providers:{Oidc}:Issuer", provider.Address),
            ($"Auth:External:Providers:{Oidc}:DisplayName", "Acme"),
            .. Secrets(OAuth),
            ($"Auth:External:Providers:{OAuth}:AuthorizationEndpoint", $"{provider.Address}/auth"),
            ($"Auth:External:Providers:{OAuth}:TokenEndpoint", $"{provider.Address}/token"),
            ($"Auth:External:Providers:{OAuth}:UserInfoEndpoint", $"{provider.Address}/me"),
            ($"Auth:External:Providers:{OAuth}:Scopes", "openid email profile"),
            .. settings,
        ];
    }

    public static (string Name, string Value)[] Secrets(string provider) =>
        [
            ($"Auth:External:Providers:{provider}:ClientId", OidcProviderProcess.ClientId),
            ($"Auth:External:Providers:{provider}:ClientSecret", OidcProviderProcess.ClientSecret),
        ];
}
