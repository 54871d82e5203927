using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Watches for whom the session of a migration waits, through a connection of its own that is opened when a statement takes long.
/// </summary>
internal sealed class BlockingSessions(NpgsqlConnectionStringBuilder owner, MigrationOptions options) : IAsyncDisposable
{
    private const string Sql = """
        select b.pid, a.usename::text as role, a.application_name, a.state, a.query,
               clock_timestamp() - coalesce(a.xact_start, a.backend_start) as since
          from unnest(pg_blocking_pids(@pid)) as b (pid) left join pg_stat_activity a on a.pid = b.pid
        """;

    private NpgsqlConnection? _connection;

    /// <summary>Runs a statement and returns the sessions that it waited for last; none when it did not have to wait.</summary>
    /// <param name="connection">The connection that the statement runs on.</param>
    /// <param name="statement">Runs the statement.</param>
    /// <param name="blocked">Is called with the sessions when they change.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task WatchAsync(
        NpgsqlConnection connection,
        Func<Task> statement,
        Action<IReadOnlyList<BlockingSession>> blocked,
        CancellationToken cancellationToken
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(connection.ProcessID, blocked, end.Token);
        try
        {
            await statement();
        }
        finally
        {
            await end.CancelAsync();
            await watch;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task WatchAsync(int pid, Action<IReadOnlyList<BlockingSession>> blocked, CancellationToken cancellationToken)
    {
        try
        {
            var known = "";
            while (true)
            {
                await Task.Delay(Interval, options.Clock, cancellationToken);
                var sessions = await ReadAsync(pid, cancellationToken);
                var pids = string.Join(',', sessions.Select(session => session.Pid).Order());
                if (sessions.Count > 0 && pids != known)
                {
                    blocked(sessions);
                }

                known = pids;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
        catch (Exception exception) when (exception is NpgsqlException or MigrationException)
        {
            options.Progress($"the sessions that block the migration could not be read: {exception.Message}");
        }
    }

    // Several looks before the lock timeout, the first not for a statement that is quick.
    private TimeSpan Interval => TimeSpan.FromMilliseconds(Math.Clamp(options.LockTimeout.TotalMilliseconds / 4, 50, 500));

    private async Task<List<BlockingSession>> ReadAsync(int pid, CancellationToken cancellationToken)
    {
        if (_connection?.FullState.HasFlag(System.Data.ConnectionState.Open) != true)
        {
            await DisposeAsync();
            _connection = await OwnerConnection.OpenAsync(owner, options, cancellationToken);
        }

        await using var command = new NpgsqlCommand(Sql, _connection) { Parameters = { new("pid", pid) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<BlockingSession>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(
                new BlockingSession(
                    reader.Field<int>("pid"),
                    Text("role"),
                    Text("application_name"),
                    Text("state"),
                    Text("query"),
                    reader.IsDBNull(reader.GetOrdinal("since")) ? null : reader.Field<TimeSpan>("since")
                )
            );
        }

        return sessions;

        string? Text(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? null : reader.Field<string>(column);
    }
}
