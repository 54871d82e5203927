namespace Capsule.Data;

/// <summary>Distinguishes client sessions from the server's own in <c>pg_stat_activity</c>.</summary>
public static class ClientSessions
{
    /// <summary>
    /// The SQL condition. A role without pg_read_all_stats sees neither the type nor the start of other roles' sessions. Every session that
    /// counts against max_connections has a role and a database; autovacuum and background workers have no role.
    /// </summary>
    public const string Condition =
        "datid is not null and usesysid is not null and coalesce(backend_type, 'client backend') = 'client backend'";
}
