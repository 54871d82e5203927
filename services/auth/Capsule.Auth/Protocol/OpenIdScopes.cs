namespace Capsule.Auth.Protocol;

/// <summary>The scopes of OpenID Connect Core 1.0, section 5.4: what of a user a client may know.</summary>
internal static class OpenIdScopes
{
    /// <summary>Who signed in.</summary>
    public const string OpenId = "openid";

    /// <summary>Their name, time zone and language.</summary>
    public const string Profile = "profile";

    /// <summary>Their address.</summary>
    public const string Email = "email";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenId, Profile, Email];
}
