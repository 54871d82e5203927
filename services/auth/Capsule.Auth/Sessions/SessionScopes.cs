using Capsule.Auth.Protocol;
using Capsule.Auth.Users.Roles;

namespace Capsule.Auth.Sessions;

/// <summary>The scopes that a session's access tokens get now.</summary>
internal static class SessionScopes
{
    /// <summary>
    /// Returns the session's scopes without those that the user's roles no longer give. Scopes of OpenID Connect need no role.
    /// </summary>
    public static string[] Of(IReadOnlyList<string> scopes, IEnumerable<string> roles)
    {
        var allowed = Permissions.Of(roles);
        return
        [
            .. scopes.Where(scope =>
                OpenIdScopes.All.Contains(scope, StringComparer.Ordinal) || allowed.Contains(scope, StringComparer.Ordinal)
            ),
        ];
    }
}
