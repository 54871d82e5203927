using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Detects a connection pooler that does not keep a session on one server process (PgBouncer with <c>pool_mode = transaction</c> or
/// <c>statement</c>). Behind one, the lock stays with a process that somebody else gets, and settings reach other sessions.
/// </summary>
internal static class PoolerCheck
{
    private const int MaxProbes = 4;

    // A pool that has no more connections lets a client wait.
    private const int ProbeTimeoutSeconds = 5;

    /// <summary>Refuses such a pooler.</summary>
    /// <param name="connection">The session to be used.</param>
    /// <param name="serverPid">The server process that answered its last statement.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="MigrationException">The session is not bound to one server process.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, int serverPid, CancellationToken cancellationToken)
    {
        // The server tells its process when a session begins; a pooler makes the number up.
        if (connection.ProcessID == serverPid)
        {
            return;
        }

        var probes = new List<NpgsqlConnection>();
        try
        {
            while (probes.Count < MaxProbes)
            {
                var probe = new NpgsqlConnection(connection.ConnectionString);
                probes.Add(probe);
                if (await HeldPidAsync(probe, cancellationToken) == serverPid || await PidAsync(connection, cancellationToken) != serverPid)
                {
                    throw new MigrationException(
                        MigrationErrorKind.Configuration,
                        $"{connection.Host}:{connection.Port} is a connection pooler that gives every transaction another session of the server "
                            + "(PgBouncer: pool_mode = transaction), so that a migrator can hold no lock. Connect to PostgreSQL directly, or to a "
                            + "pool with pool_mode = session."
                    );
                }
            }
        }
        finally
        {
            foreach (var probe in probes)
            {
                await probe.DisposeAsync();
            }
        }
    }

    // The transaction stays open, so that the process is taken from the pool.
    private static async Task<int?> HeldPidAsync(NpgsqlConnection probe, CancellationToken cancellationToken)
    {
        try
        {
            await probe.OpenAsync(cancellationToken);
            await using var begin = new NpgsqlCommand("begin", probe) { CommandTimeout = ProbeTimeoutSeconds };
            await begin.ExecuteNonQueryAsync(cancellationToken);
            return await PidAsync(probe, cancellationToken);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private static async Task<int> PidAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection) { CommandTimeout = ProbeTimeoutSeconds };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
