using System.Data.Common;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Reads a database's status in one round trip.</summary>
/// <param name="service">The service's name.</param>
/// <param name="schema">The service's schema.</param>
/// <param name="apiRole">The API's role; null when there is none.</param>
/// <param name="known">The migrations of the bundle.</param>
internal sealed class StatusReader(string service, string schema, string? apiRole, IReadOnlyList<string> known)
{
    /// <summary>Reads the status.</summary>
    public async Task<ServiceStatus> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, StatusSql.Server, apiRole ?? "");
        Add(batch, StatusSql.OldestTransaction);
        Add(batch, StatusSql.Unvacuumed);
        Add(batch, StatusSql.InvalidIndexes, schema);
        batch.BatchCommands.Add(LiveHistory.Command(schema, apiRole));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        await reader.ReadAsync(cancellationToken);
        var status = Server(reader, connection.Database);
        await reader.NextResultAsync(cancellationToken);
        var transaction = await reader.ReadAsync(cancellationToken) ? Transaction(reader) : null;
        var tables = await RowsAsync(
            reader,
            row => new UnvacuumedTable(row.GetString(0), row.GetInt64(1), row.GetInt64(2), Moment(row, 3)),
            cancellationToken
        );
        var invalid = await RowsAsync(reader, row => row.GetString(0), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var applied = reader.GetFieldValue<string[]>(0);
        return status with
        {
            OldestTransaction = transaction,
            Vacuum = status.Vacuum with { Tables = tables },
            InvalidIndexes = invalid,
            Pending = [.. known.Except(applied)],
            Ahead = [.. applied.Except(known)],
        };
    }

    private static void Add(NpgsqlBatch batch, string sql, params string[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        batch.BatchCommands.Add(command);
    }

    private ServiceStatus Server(NpgsqlDataReader row, string database) =>
        new(
            service,
            database,
            row.GetString(0).Split(' ')[0],
            row.GetInt64(1),
            new ConnectionFigures(row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), Number(row, 5), row.GetInt32(6), Number(row, 7)),
            null,
            new VacuumFigures(row.GetInt32(8), row.GetInt32(9), []),
            row.GetInt32(10),
            row.IsDBNull(11) ? null : row.GetInt64(11),
            row.GetBoolean(12),
            [],
            [],
            []
        );

    private static OpenTransaction Transaction(NpgsqlDataReader row) =>
        new(row.GetDouble(0), row.GetString(1), row.GetString(2), row.GetString(3), Number(row, 4));

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlDataReader reader,
        Func<NpgsqlDataReader, T> of,
        CancellationToken cancellationToken
    )
    {
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(of(reader));
        }

        return rows;
    }

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static DateTimeOffset? Moment(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
