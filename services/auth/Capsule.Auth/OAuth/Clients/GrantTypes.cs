namespace Capsule.Auth.OAuth.Clients;

/// <summary>The grant types (RFC 6749, section 1.3).</summary>
public static class GrantTypes
{
    /// <summary>A user grants access to a client in a browser.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>The client exchanges a refresh token for new tokens.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>The client acts for itself.</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary>A user grants access to a client on another device (RFC 8628).</summary>
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [AuthorizationCode, RefreshToken, ClientCredentials, DeviceCode];
}
