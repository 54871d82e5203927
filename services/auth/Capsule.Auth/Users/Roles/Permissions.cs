using Capsule.Security;

namespace Capsule.Auth.Users.Roles;

/// <summary>The scopes of roles. A user has the scopes of all of the user's roles.</summary>
public static class Permissions
{
    private static readonly string[] Own = [Scopes.Account, Scopes.Billing, Scopes.Deployments];
    private static readonly string[] Operating =
    [
        Scopes.UsersRead,
        Scopes.UsersRevoke,
        Scopes.BillingRead,
        Scopes.DeploymentsRead,
        Scopes.MonitoringRead,
    ];

    /// <summary>Returns the distinct scopes of roles, sorted.</summary>
    public static string[] Of(IEnumerable<string> roles) =>
        [.. roles.SelectMany(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string[] Of(string role) =>
        role switch
        {
            RoleNames.User => Own,
            RoleNames.Admin => [.. Own, .. Operating, Scopes.UsersWrite, Scopes.UsersImpersonate, Scopes.AuditRead],
            RoleNames.Operator => [.. Own, .. Operating],
            _ => [],
        };
}
