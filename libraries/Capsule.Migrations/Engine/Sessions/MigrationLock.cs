using System.Globalization;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// The lock that allows one migrator per database: an advisory lock of the session that migrates. If the session ends, so
/// does the lock, and so does the migration.
/// </summary>
internal static class MigrationLock
{
    // "Capsule" in ASCII. Advisory locks belong to a database: two databases of one server do not wait for each other.
    private const long Key = 0x43_61_70_73_75_6C_65;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes the lock for as long as <paramref name="connection"/> stays open, waiting as long as the options allow.</summary>
    /// <exception cref="MigrationException">Another migrator held it until the deadline.</exception>
    public static async Task TakeAsync(NpgsqlConnection connection, MigrationOptions options, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        var said = false;
        // Polls instead of waiting in the server: a waiting statement holds a snapshot, which
        // CREATE INDEX CONCURRENTLY in the other migrator would wait for in turn.
        while (!await TryAsync(connection, cancellationToken))
        {
            var holder = Describe(await HolderAsync(connection, cancellationToken));
            if (options.Clock.GetElapsedTime(start) >= options.LockWait)
            {
                throw new MigrationException(
                    MigrationErrorKind.LockTimeout,
                    $"Another migrator{holder} holds the lock of the database \"{connection.Database}\" for more than {options.LockWait.TotalSeconds:0} s."
                );
            }

            if (!said)
            {
                options.Progress($"waiting for another migrator{holder}");
                said = true;
            }

            await Task.Delay(Interval, options.Clock, cancellationToken);
        }
    }

    private static async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection)
        {
            Parameters = { new() { Value = Key } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Who holds the lock of the database that <paramref name="connection"/> is connected to; null when nobody does.</summary>
    public static async Task<LockHolder?> HolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            select a.pid, a.application_name, host(a.client_addr), a.backend_start,
                   case when a.state <> 'active' then clock_timestamp() - a.state_change end
              from pg_locks l join pg_stat_activity a on a.pid = l.pid
             where l.locktype = 'advisory' and l.granted and l.objsubid = 1
               and l.database = (select oid from pg_database where datname = current_database())
               and (l.classid::bigint << 32 | l.objid::bigint) = $1
            """;
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = Key } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LockHolder(
                reader.GetInt32(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<TimeSpan>(4)
            )
            : null;
    }

    private static string Describe(LockHolder? holder) =>
        holder is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" (session {holder.Pid}, {holder.Application}, since {holder.Since:u})");
}
