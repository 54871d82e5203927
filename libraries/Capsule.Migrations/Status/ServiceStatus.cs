namespace Capsule.Migrations;

/// <summary>The state of a service's database at one moment.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Database">The database's name.</param>
/// <param name="ServerVersion">The server's version, such as "15.18".</param>
/// <param name="SizeBytes">The database's size on disk, in bytes.</param>
/// <param name="Connections">How many connections there are and may be.</param>
/// <param name="OldestTransaction">The transaction of this database that has been open for longest; null when there is none.</param>
/// <param name="Vacuum">Tables that need vacuum.</param>
/// <param name="Replicas">Servers that stream from this one.</param>
/// <param name="ReplicationLagBytes">How far the slowest of them is behind, in bytes; null when there is none.</param>
/// <param name="SeesAllSessions">
/// Whether the owner may see what other roles' sessions do; if not, transactions of theirs are missing.
/// </param>
/// <param name="Pending">Migrations of the bundle that the database lacks.</param>
/// <param name="Ahead">Migrations that the database has and the bundle does not know.</param>
/// <param name="InvalidIndexes">Indexes that a build left unfinished.</param>
internal sealed record ServiceStatus(
    string Service,
    string Database,
    string ServerVersion,
    long SizeBytes,
    ConnectionFigures Connections,
    OpenTransaction? OldestTransaction,
    VacuumFigures Vacuum,
    int Replicas,
    long? ReplicationLagBytes,
    bool SeesAllSessions,
    IReadOnlyList<string> Pending,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> InvalidIndexes
);

/// <summary>Connections, including the one that asks.</summary>
/// <param name="Used">Of clients, to the whole server.</param>
/// <param name="Allowed">What the server leaves to roles that are no superusers.</param>
/// <param name="OfDatabase">To this database.</param>
/// <param name="DatabaseLimit">What this database allows; null for no limit.</param>
/// <param name="OfRole">Of the API's role.</param>
/// <param name="RoleLimit">What the API's role is allowed; null for no limit.</param>
internal sealed record ConnectionFigures(int Used, int Allowed, int OfDatabase, int? DatabaseLimit, int OfRole, int? RoleLimit);

/// <summary>An open transaction.</summary>
/// <param name="Seconds">For how long, in seconds.</param>
/// <param name="Role">Whose.</param>
/// <param name="Application">The name that the client gave itself; for a prepared transaction, its identifier.</param>
/// <param name="State">What it does, such as <c>idle in transaction</c>.</param>
/// <param name="Pid">The session's process on the server; null when it is prepared.</param>
internal sealed record OpenTransaction(double Seconds, string Role, string Application, string State, int? Pid);

/// <summary>Tables that need vacuum.</summary>
/// <param name="WraparoundAge">Age of the oldest row not frozen, in transactions; the server stops writing at two thousand million.</param>
/// <param name="FreezeMaxAge">The age from which the server vacuums by force.</param>
/// <param name="Tables">Tables whose dead rows are twice what autovacuum should have come for.</param>
internal sealed record VacuumFigures(int WraparoundAge, int FreezeMaxAge, IReadOnlyList<UnvacuumedTable> Tables)
{
    /// <summary>Whether freezing is overdue.</summary>
    public bool Late => WraparoundAge > 1.25 * FreezeMaxAge;
}

/// <summary>A table with many dead rows.</summary>
/// <param name="Name">The table.</param>
/// <param name="DeadRows">Its dead rows.</param>
/// <param name="LiveRows">Its live rows.</param>
/// <param name="LastVacuum">When it was vacuumed last; null for never.</param>
internal sealed record UnvacuumedTable(string Name, long DeadRows, long LiveRows, DateTimeOffset? LastVacuum);
