using Capsule.Data;
using Npgsql;

namespace Capsule.Workers;

/// <summary>
/// Leases as session-level advisory locks on the service's database: PostgreSQL frees them when the holder's connection ends, however it
/// ends, and they need no table. All leases of a replica share one connection of the pool. A lease keeps work from being done twice for
/// nothing; it is no fence: a holder that lost its connection in the middle of a run goes on beside the next holder, so that work must stay
/// correct when two replicas do it.
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
                // The lock lasts as long as the session: a session that answers still has it.
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
            // The end of the session frees the lock.
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
