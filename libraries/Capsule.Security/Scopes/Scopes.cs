namespace Capsule.Security;

/// <summary>The scopes of access tokens, which endpoints require and auth grants to roles.</summary>
public static class Scopes
{
    /// <summary>The user's own profile, sessions and keys.</summary>
    public const string Account = "account";

    /// <summary>Reading other users' accounts.</summary>
    public const string UsersRead = "users:read";

    /// <summary>Changing other users' accounts.</summary>
    public const string UsersWrite = "users:write";

    /// <summary>Ending other users' sessions and revoking their API keys.</summary>
    public const string UsersRevoke = "users:revoke";

    /// <summary>Acting as a user.</summary>
    public const string UsersImpersonate = "users:impersonate";

    /// <summary>Reading the audit log.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>The user's own subscription.</summary>
    public const string Billing = "billing";

    /// <summary>Reading other users' subscriptions.</summary>
    public const string BillingRead = "billing:read";

    /// <summary>The user's own deployments and quota.</summary>
    public const string Deployments = "deployments";

    /// <summary>Reading other users' deployments and quotas.</summary>
    public const string DeploymentsRead = "deployments:read";

    /// <summary>Reading event counts and alerts.</summary>
    public const string MonitoringRead = "monitoring:read";

    /// <summary>Introspecting other parties' tokens (RFC 7662); for clients only.</summary>
    public const string TokensIntrospect = "tokens:introspect";
}
