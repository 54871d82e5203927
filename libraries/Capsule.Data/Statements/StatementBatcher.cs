using System.Text;
using Npgsql;

namespace Capsule.Data;

/// <summary>
/// Executes statements that wait at the same time as one batch: one round trip, one transaction and one commit for all of them. A statement
/// that finds the queue empty is executed at once. When the server refuses a batch, its statements are executed one by one, so that each
/// caller only gets its own error. Meant for short, frequent statements, because a statement waits for the other statements of its batch.
/// Decision 025 has the figures.
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

    /// <summary>Executes a statement that changes and locks nothing, and returns its rows.</summary>
    /// <param name="statement">The statement, with parameters <c>@name</c>.</param>
    /// <param name="parameters">The parameters, by name.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends the wait; a statement that has not started is left out.</param>
    /// <exception cref="EncoderFallbackException">A text holds half a surrogate pair.</exception>
    /// <exception cref="NpgsqlException">
    /// The server refused the statement or is away, or the statement took longer than the connection string's Timeout and Command Timeout
    /// together.
    /// </exception>
    public Task<List<T>> ReadAsync<T>(
        SchemaSql statement,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    ) => ExecuteAsync(_reads, statement, parameters, read, default, cancellationToken);

    /// <summary>Executes a statement that changes one row and what belongs to it, and returns its rows after the commit.</summary>
    /// <param name="statement">The statement, with parameters <c>@name</c>.</param>
    /// <param name="parameters">The parameters, by name.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="row">
    /// The row that the statement changes. A batch changes its rows in this order, so that two batches cannot deadlock.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; a statement that has started takes effect all the same.</param>
    /// <exception cref="EncoderFallbackException">A text holds half a surrogate pair.</exception>
    /// <exception cref="NpgsqlException">
    /// As for <see cref="ReadAsync"/>. The statement may have taken effect when the connection broke.
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

    // Npgsql would find such a text after it has sent the statements before it, and leave the connection in the middle of the batch.
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
