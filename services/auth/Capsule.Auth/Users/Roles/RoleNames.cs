namespace Capsule.Auth.Users.Roles;

/// <summary>The roles of users.</summary>
public static class RoleNames
{
    /// <summary>Every registered user.</summary>
    public const string User = "user";

    /// <summary>An administrator of users.</summary>
    public const string Admin = "admin";

    /// <summary>An operator of the running system.</summary>
    public const string Operator = "operator";

    /// <summary>A program that acts for itself.</summary>
    public const string Service = "service";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [User, Admin, Operator, Service];
}
