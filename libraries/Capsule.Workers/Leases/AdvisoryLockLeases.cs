using Capsule.Data;
using Npgsql;

namespace Capsule.Workers;

/// <summary>
/// Implements leases as session-level advisory locks on the service's database. PostgreSQL frees a lock when the holder's connection ends
/// for any reason, and locks need no table. All leases of a replica share one connection of the pool. A lease avoids duplicate work but is
/// no fence: a holder that loses its connection during a run continues beside the next holder, so the work must be correct when two
/// replicas do it.
/// </summary>
internal sealed class AdvisoryLockLeases(ServiceDatabase database) : IWorkerLeases, IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;

    public async Task<bool> HoldAsync(string name, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var connection = await ConnectAsync(cancellationToken);
            if (_held.Contains(name))
            {
                // The lock lasts as long as the session, so a session that answers still holds it.
                await ExecuteAsync(connection, LeaseSql.Ping, cancellationToken);
                return true;
            }

            var isMine = await TryLockAsync(connection, name, cancellationToken);
            return isMine && _held.Add(name);
        }
        catch
        {
            await DropAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task ReleaseAsync(string name)
    {
        await _turn.WaitAsync();
        try
        {
            if (_held.Remove(name) && _connection is { } connection)
            {
                using var timeout = new CancellationTokenSource(Timeout);
                await using var command = LeaseSql.Unlock(connection, database.Schema, name);
                await command.ExecuteNonQueryAsync(timeout.Token);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            // PostgreSQL frees the lock when the session ends.
            await DropAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _turn.Dispose();
    }

    private async Task<bool> TryLockAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = LeaseSql.TryLock(connection, database.Schema, name);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            _held.Clear();
            _connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
            await ExecuteAsync(_connection, LeaseSql.Keepalive, cancellationToken);
        }

        return _connection;
    }

    private async Task DropAsync()
    {
        _held.Clear();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Timeout.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
