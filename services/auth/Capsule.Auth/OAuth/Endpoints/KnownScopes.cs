using Capsule.Auth.Protocol;
using Capsule.Security;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The scopes that clients can request.</summary>
internal static class KnownScopes
{
    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OpenIdScopes.All,
        Scopes.Account,
        Scopes.UsersRead,
        Scopes.UsersWrite,
        Scopes.UsersImpersonate,
        Scopes.AuditRead,
        Scopes.Billing,
        Scopes.BillingRead,
        Scopes.Deployments,
        Scopes.DeploymentsRead,
        Scopes.MonitoringRead,
        Scopes.TokensIntrospect,
    ];
}
