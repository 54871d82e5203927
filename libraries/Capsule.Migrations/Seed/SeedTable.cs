using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Fills a table with COPY; existing rows are not changed.</summary>
/// <param name="connection">The owner's connection, in a transaction.</param>
/// <param name="schema">The service's schema.</param>
public sealed class SeedTable(NpgsqlConnection connection, string schema)
{
    /// <summary>Writes rows; returns how many were new.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Values in the order of the columns, of exactly the columns' types.</param>
    /// <param name="cancellationToken">Ends it; nothing of the transaction stays.</param>
    public async Task<long> WriteAsync(
        string table,
        IReadOnlyList<string> columns,
        IEnumerable<object[]> rows,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(rows);

        var names = string.Join(", ", columns.Select(SqlText.Identifier));
        var target = SqlText.Identifier(schema, table);
        var staging = SqlText.Identifier($"seed_{table}");
        await ExecuteAsync(
            $"create temporary table {staging} on commit drop as select {names} from {target} with no data",
            cancellationToken
        );
        await using (
            var copy = await connection.BeginBinaryImportAsync($"copy {staging} ({names}) from stdin (format binary)", cancellationToken)
        )
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                foreach (var value in row)
                {
                    await copy.WriteAsync(value, cancellationToken);
                }
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return await ExecuteAsync(
            $"insert into {target} ({names}) select {names} from {staging} on conflict do nothing",
            cancellationToken
        );
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
