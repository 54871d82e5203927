namespace Capsule.Auth.Roles;

/// <summary>The scopes that roles give; a token has those of all its user's roles.</summary>
public static class Permissions
{
    /// <summary>One's own profile, sessions and keys.</summary>
    public const string Account = "account";

    /// <summary>Others' accounts, to read.</summary>
    public const string UsersRead = "users:read";

    /// <summary>Others' accounts, to change.</summary>
    public const string UsersWrite = "users:write";

    /// <summary>The audit log.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>Returns the scopes of some roles, each once, in order.</summary>
    public static string[] Of(IEnumerable<string> roles) => [.. roles.SelectMany(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string[] Of(string role) => role switch
    {
        RoleNames.User => [Account],
        RoleNames.Admin => [Account, UsersRead, UsersWrite, AuditRead],
        RoleNames.Operator => [Account, UsersRead],
        _ => [],
    };
}
