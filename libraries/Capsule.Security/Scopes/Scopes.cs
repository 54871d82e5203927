namespace Capsule.Security;

/// <summary>What access tokens allow: the scopes that services' endpoints ask for and that auth gives to roles.</summary>
public static class Scopes
{
    /// <summary>One's own profile, sessions and keys.</summary>
    public const string Account = "account";

    /// <summary>Others' accounts, to read.</summary>
    public const string UsersRead = "users:read";

    /// <summary>Others' accounts, to change.</summary>
    public const string UsersWrite = "users:write";

    /// <summary>To end others' sessions and revoke their API keys.</summary>
    public const string UsersRevoke = "users:revoke";

    /// <summary>To act as a user.</summary>
    public const string UsersImpersonate = "users:impersonate";

    /// <summary>The audit log.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>One's own subscription.</summary>
    public const string Billing = "billing";

    /// <summary>Others' subscriptions, to read.</summary>
    public const string BillingRead = "billing:read";

    /// <summary>One's own deployments and quota.</summary>
    public const string Deployments = "deployments";

    /// <summary>Others' deployments and quotas, to read.</summary>
    public const string DeploymentsRead = "deployments:read";

    /// <summary>Counts of events, and alerts.</summary>
    public const string MonitoringRead = "monitoring:read";

    /// <summary>To ask about others' tokens (RFC 7662); for clients only.</summary>
    public const string TokensIntrospect = "tokens:introspect";
}
