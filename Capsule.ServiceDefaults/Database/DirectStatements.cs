using Capsule.Data;
using Npgsql;

namespace Capsule.ServiceDefaults.Database;

/// <summary>
/// Statements by hand that go to Npgsql as they are, each by itself on a connection of the service's own database: for what is asked so often that sparing
/// the context and EF Core's pipeline, which take longer than such a statement, is worth it. What is tried again is what it is for the context.
/// A transaction of a context is none of theirs.
/// </summary>
public sealed class DirectStatements
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly TimeProvider _time;

    internal DirectStatements(NpgsqlDataSource source, string schema, TimeProvider time) => (_source, _schema, _time) = (source, schema, time);

    /// <summary>Returns the rows of a statement with parameters <c>$1</c>, <c>$2</c>, ….</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Its parameters, in order.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NpgsqlException">The database refused, or is away.</exception>
    public async Task<List<T>> ReadAsync<T>(SchemaSql statement, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(read);
        await using var command = _source.CreateCommand(statement.In(_schema));
        command.Parameters.AddRange(parameters);
        for (var retries = 0; ; retries++)
        {
            try
            {
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                List<T> rows = [];
                while (await reader.ReadAsync(cancellation))
                {
                    rows.Add(read(reader));
                }

                // What the commit says comes after the rows.
                await reader.NextResultAsync(cancellation);
                return rows;
            }
            catch (NpgsqlException exception) when (retries < SafeRetryStrategy.MostRetries && SafeRetryStrategy.CertainlyHadNoEffect(exception))
            {
                // At once the first time, as the context does.
                await Task.Delay(retries * SafeRetryStrategy.LongestDelay, _time, cancellation);
            }
        }
    }
}
