using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth;

/// <summary>
/// Statements by hand that go to Npgsql as they are: for what is asked so often that sparing EF Core's pipeline, which takes longer than such a
/// statement, is worth it. What is tried again is what EF Core would; a transaction of the context is none of theirs.
/// </summary>
internal static class DirectStatements
{
    /// <summary>Returns the rows of a statement with parameters <c>$1</c>, <c>$2</c>, ….</summary>
    public static async Task<List<T>> ReadAsync<T>(
        this AuthDbContext database, NpgsqlDataSource source, SchemaSql statement, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(statement.In(database));
        command.Parameters.AddRange(parameters);
        return await database.Database.CreateExecutionStrategy().ExecuteAsync(
            (Command: command, Read: read), static (query, cancellation) => RowsAsync(query.Command, query.Read, cancellation), cancellation);
    }

    private static async Task<List<T>> RowsAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
