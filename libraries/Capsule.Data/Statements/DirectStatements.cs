using Npgsql;

namespace Capsule.Data;

/// <summary>
/// Executes hand-written statements on the service's database without a DbContext, each on its own connection, prepared. Meant for the most
/// frequent statements, for which EF Core's pipeline costs more than the statement itself. Retries the same errors as the DbContext; does
/// not join the DbContext's transaction.
/// </summary>
public sealed class DirectStatements
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly TimeProvider _timeProvider;

    internal DirectStatements(NpgsqlDataSource source, string schema, TimeProvider timeProvider) =>
        (_source, _schema, _timeProvider) = (source, schema, timeProvider);

    /// <summary>Executes a statement and returns its rows.</summary>
    /// <param name="statement">The statement, with parameters <c>@name</c>.</param>
    /// <param name="parameters">The parameters, by name.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="NpgsqlException">The server refused the statement, or does not answer.</exception>
    public Task<List<T>> ReadAsync<T>(
        SchemaSql statement,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(read);
        var positional = statement.Positional(_schema);
        return ReadAsync(positional, positional.Order(parameters), read, cancellationToken);
    }

    /// <summary>Executes a statement with parameters that are in its order.</summary>
    internal async Task<List<T>> ReadAsync<T>(
        PositionalSql statement,
        NpgsqlParameter[] ordered,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(statement.Text);
        command.Parameters.AddRange(ordered);
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await ExecuteAsync(command, read, cancellationToken);
            }
            catch (NpgsqlException exception)
                when (retries < SafeRetryStrategy.MaxRetries && SafeRetryStrategy.CertainlyHadNoEffect(exception))
            {
                // The first retry starts at once, as the DbContext's does.
                await Task.Delay(retries * SafeRetryStrategy.MaxDelay, _timeProvider, cancellationToken);
            }
        }
    }

    private async Task<List<T>> ExecuteAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        command.Connection = connection;

        // Needs a round trip only the first time on a connection.
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        // The commit's result follows the rows.
        await reader.NextResultAsync(cancellationToken);
        return rows;
    }
}
