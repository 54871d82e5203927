using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Reads the rows of <see cref="SchemaHistory"/>.</summary>
internal static class HistoryRows
{
    /// <summary>Returns all rows of a table, oldest first; none when the table does not exist.</summary>
    public static async Task<List<HistoryEntry>> ReadAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        if (!await ExistsAsync(connection, table, cancellationToken))
        {
            return entries;
        }

        // All columns: a table of an older version lacks the newest until the next migrate.
        await using var command = new NpgsqlCommand($"select * from {table} order by rank", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hasStepChecksums = (await reader.GetColumnSchemaAsync(cancellationToken)).Any(column => column.ColumnName == "step_checksums");
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(Read(reader, hasStepChecksums));
        }

        return entries;
    }

    private static HistoryEntry Read(NpgsqlDataReader row, bool hasStepChecksums)
    {
        return new HistoryEntry(
            row.Field<int>("rank"),
            row.Field<string>("version"),
            row.Field<string>("description"),
            Enum.Parse<HistoryEntryType>(row.Field<string>("type"), ignoreCase: true),
            Optional<string>("checksum"),
            row.Field<string>("installed_by"),
            row.Field<DateTimeOffset>("installed_on"),
            row.Field<long>("execution_ms"),
            row.Field<bool>("success"),
            row.Field<int>("steps_done"),
            hasStepChecksums ? Optional<string[]>("step_checksums") : null,
            Optional<string>("error")
        );

        T? Optional<T>(string column)
            where T : class => row.IsDBNull(row.GetOrdinal(column)) ? null : row.Field<T>(column);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select to_regclass(@table) is not null", connection)
        {
            Parameters = { new("table", table) },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
