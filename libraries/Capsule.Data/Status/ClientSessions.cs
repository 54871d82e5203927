namespace Capsule.Data;

/// <summary>How clients' sessions are told from the server's own in <c>pg_stat_activity</c>.</summary>
public static class ClientSessions
{
    /// <summary>
    /// The condition. Of other roles' sessions a role without pg_read_all_stats sees neither what kind they are nor when they began. What
    /// counts against max_connections has a role and a database in any case; autovacuum and background workers have no role.
    /// </summary>
    public const string Condition =
        "datid is not null and usesysid is not null and coalesce(backend_type, 'client backend') = 'client backend'";
}
