using Capsule.Data;
using Npgsql;

namespace Capsule.ServiceDefaults.Database;

/// <summary>
/// Statements that wait go to the database together: one round trip, one waking of a backend and, of those that change something, one commit for as many as
/// came while others were under way. Who comes when nobody else does waits for nobody. For short statements, since each waits for those that it goes
/// with. What the server refuses together is tried one by one, so that nobody is refused for another's sake. Decision 025 has the figures.
/// </summary>
public sealed class GroupedStatements
{
    private readonly StatementQueue _reads;
    private readonly StatementQueue _changes;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;

    internal GroupedStatements(NpgsqlDataSource source, DirectStatements alone, string schema, TimeProvider time)
    {
        _reads = new StatementQueue(source, alone, schema, locks: false);
        _changes = new StatementQueue(source, alone, schema, locks: true);
        _time = time;
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        _patience = settings is { Timeout: > 0, CommandTimeout: > 0 } ? TimeSpan.FromSeconds(settings.Timeout + settings.CommandTimeout) : Timeout.InfiniteTimeSpan;
    }

    /// <summary>Returns the rows of a statement with parameters <c>$1</c>, <c>$2</c>, …, which changes nothing and locks nothing.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Its parameters, in order, all of which can be sent: a text with half a surrogate pair fails the whole group.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellation">Waits no longer.</param>
    /// <exception cref="NpgsqlException">The database refused, is away, or did not get to it within the timeouts of its settings (Timeout and Command Timeout together).</exception>
    public Task<List<T>> ReadAsync<T>(SchemaSql statement, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        WaitAsync(_reads, new WaitingStatement<T>(statement, parameters, read, default), cancellation);

    /// <summary>Executes a statement that changes one row and what belongs to it, and returns its rows once that is committed.</summary>
    /// <param name="statement">The statement, with parameters <c>$1</c>, <c>$2</c>, ….</param>
    /// <param name="parameters">Its parameters, in order, all of which can be sent: a text with half a surrogate pair fails the whole group.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="row">The row that it changes: those that go together do so in the order of their rows, so that no two groups wait for each other.</param>
    /// <param name="cancellation">Waits no longer; what is under way takes effect all the same.</param>
    /// <exception cref="NpgsqlException">As for <see cref="ReadAsync"/>. When the connection broke under it, it may have taken effect.</exception>
    public Task<List<T>> ChangeAsync<T>(
        SchemaSql statement, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, Guid row, CancellationToken cancellation) =>
        WaitAsync(_changes, new WaitingStatement<T>(statement, parameters, read, row), cancellation);

    private async Task<List<T>> WaitAsync<T>(StatementQueue queue, WaitingStatement<T> waiting, CancellationToken cancellation)
    {
        queue.Enqueue(waiting);
        try
        {
            return await waiting.Rows.WaitAsync(_patience, _time, cancellation);
        }
        catch (TimeoutException exception)
        {
            throw new NpgsqlException("The statement waited too long for others before it.", exception);
        }
        finally
        {
            waiting.Forget();
        }
    }
}
