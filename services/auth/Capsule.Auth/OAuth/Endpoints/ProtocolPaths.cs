namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The paths of the protocol's endpoints.</summary>
internal static class ProtocolPaths
{
    public const string Discovery = "/.well-known/openid-configuration";
    public const string Metadata = "/.well-known/oauth-authorization-server";
    public const string Keys = "/.well-known/jwks.json";
    public const string Authorize = "/connect/authorize";
    public const string PushedAuthorization = "/connect/par";
    public const string Token = "/connect/token";
    public const string Introspect = "/connect/introspect";
    public const string Revoke = "/connect/revoke";
    public const string UserInfo = "/connect/userinfo";
    public const string EndSession = "/connect/end-session";
    public const string DeviceAuthorization = "/connect/device-authorization";
    public const string Device = "/device";
}
