namespace Capsule.Auth.Protocol;

/// <summary>The scopes of OpenID Connect (Core 1.0, section 5.4): what a client may know about a user.</summary>
internal static class OpenIdScopes
{
    /// <summary>The user's identifier.</summary>
    public const string OpenId = "openid";

    /// <summary>The user's name, time zone and language.</summary>
    public const string Profile = "profile";

    /// <summary>The user's e-mail address.</summary>
    public const string Email = "email";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenId, Profile, Email];
}
