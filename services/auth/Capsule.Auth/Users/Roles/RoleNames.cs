namespace Capsule.Auth.Users.Roles;

/// <summary>What somebody can be, and the scopes that come with it.</summary>
public static class RoleNames
{
    /// <summary>Everybody who signed up.</summary>
    public const string User = "user";

    /// <summary>Looks after users.</summary>
    public const string Admin = "admin";

    /// <summary>Looks after the running system.</summary>
    public const string Operator = "operator";

    /// <summary>No person, but a program.</summary>
    public const string Service = "service";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [User, Admin, Operator, Service];
}
