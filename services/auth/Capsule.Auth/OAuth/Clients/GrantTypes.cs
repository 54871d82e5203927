namespace Capsule.Auth.OAuth.Clients;

/// <summary>The ways to a token (RFC 6749, section 1.3).</summary>
public static class GrantTypes
{
    /// <summary>A user lets the client act for them.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>The client may stay signed in for the user.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>The client acts for itself.</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary>A user lets a client on another device act for them (RFC 8628).</summary>
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [AuthorizationCode, RefreshToken, ClientCredentials, DeviceCode];
}
