using System.Text;
using Npgsql;

namespace Capsule.Data;

/// <summary>
/// Executes statements that wait at the same time as one batch: one round trip, one transaction and one commit for all. A statement that
/// finds the queue empty is executed at once. When the server refuses a batch, its statements are executed one by one, so that each caller
/// gets only its own error. Meant for short, frequent statements, because a statement waits for the other statements of its batch. Decision
/// 025 has the figures.
/// </summary>
public sealed class StatementBatcher
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly StatementQueue _reads;
    private readonly StatementQueue _changes;
    private readonly string _schema;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _timeout;

    internal StatementBatcher(NpgsqlDataSource source, DirectStatements direct, string schema, TimeProvider timeProvider)
    {
        _reads = new StatementQueue(source, direct, schema, locksRows: false);
        _changes = new StatementQueue(source, direct, schema, locksRows: true);
        (_schema, _timeProvider) = (schema, timeProvider);
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        _timeout = settings is { Timeout: > 0, CommandTimeout: > 0 }
            ? TimeSpan.FromSeconds(settings.Timeout + settings.CommandTimeout)
            : Timeout.InfiniteTimeSpan;
    }

    /// <summary>Executes a statement that neither changes nor locks rows, and returns its rows.</summary>
    /// <param name="statement">The statement, with parameters <c>@name</c>.</param>
    /// <param name="parameters">The parameters, by name.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends the wait; a statement that has not started is not executed.</param>
    /// <exception cref="EncoderFallbackException">A text contains half a surrogate pair.</exception>
    /// <exception cref="NpgsqlException">
    /// The server refused the statement or does not answer, or the statement took longer than the connection string's Timeout and Command
    /// Timeout together.
    /// </exception>
    public Task<List<T>> ReadAsync<T>(
        SchemaSql statement,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    ) => ExecuteAsync(_reads, statement, parameters, read, default, cancellationToken);

    /// <summary>Executes a statement that changes one row and its dependent rows, and returns its rows after the commit.</summary>
    /// <param name="statement">The statement, with parameters <c>@name</c>.</param>
    /// <param name="parameters">The parameters, by name.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="row">
    /// The row that the statement changes. A batch changes its rows in this order, so that two batches cannot deadlock.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; a statement that has started still takes effect.</param>
    /// <exception cref="EncoderFallbackException">A text contains half a surrogate pair.</exception>
    /// <exception cref="NpgsqlException">
    /// As for <see cref="ReadAsync"/>. If the connection broke, the statement may have taken effect.
    /// </exception>
    public Task<List<T>> ChangeAsync<T>(
        SchemaSql statement,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        Guid row,
        CancellationToken cancellationToken
    ) => ExecuteAsync(_changes, statement, parameters, read, row, cancellationToken);

    private async Task<List<T>> ExecuteAsync<T>(
        StatementQueue queue,
        SchemaSql statement,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        Guid row,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(statement);
        RefuseUnsendable(parameters);
        var positional = statement.Positional(_schema);
        var waiting = new WaitingStatement<T>(positional, positional.Order(parameters), read, row);
        queue.Enqueue(waiting);
        try
        {
            return await waiting.Rows.WaitAsync(_timeout, _timeProvider, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new NpgsqlException("The statement waited too long for the statements before it.", exception);
        }
        finally
        {
            waiting.Abandon();
        }
    }

    // Npgsql detects such a text only after it has sent the preceding statements, and leaves the connection in the middle of the batch.
    private static void RefuseUnsendable(NpgsqlParameter[] parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Value is string text)
            {
                _ = StrictUtf8.GetByteCount(text);
            }
        }
    }
}
