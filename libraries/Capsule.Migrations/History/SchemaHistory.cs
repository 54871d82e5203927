using System.Globalization;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Table <c>schema_history</c>: every event in the life of a schema, in order. It stands beside EF Core's own history, which only says
/// what is applied now. Written under <see cref="MigrationLock"/>, by the owner alone.
/// </summary>
internal sealed class SchemaHistory(NpgsqlConnection connection, string schema)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "schema_history";

    /// <summary>The schema that it is the history of.</summary>
    public string Schema => schema;

    private readonly string _table = SqlText.Identifier(schema, TableName);

    /// <summary>Makes schema and table where they are not there.</summary>
    public static string CreateSql(string schema) =>
        $"""
            create schema if not exists {SqlText.Identifier(schema)};
            create table if not exists {SqlText.Identifier(schema, TableName)} (
                rank int constraint pk_schema_history primary key,
                version text not null,
                description text not null,
                type text not null constraint ck_schema_history_type check (type in ('migration', 'baseline', 'undo', 'delete')),
                checksum text constraint ck_schema_history_checksum check (checksum ~ '^[0-9a-f]{"{64}"}$'),
                installed_by text not null default current_user,
                installed_on timestamptz not null default clock_timestamp(),
                execution_ms bigint not null default 0,
                success boolean not null,
                steps_done int not null default 0,
                error text
            );
            """;

    /// <summary>All rows, oldest first; none when there is no table.</summary>
    public async Task<List<HistoryEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        if (!await ExistsAsync(cancellationToken))
        {
            return entries;
        }

        await using var command = new NpgsqlCommand(
            $"""
            select rank, version, description, type, checksum, installed_by, installed_on, execution_ms, success, steps_done, error
            from {_table} order by rank
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(
                new HistoryEntry(
                    reader.GetInt32(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    Enum.Parse<HistoryEntryType>(reader.GetString(3), ignoreCase: true),
                    reader.IsDBNull(4) ? null : reader.GetString(4),
                    reader.GetString(5),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    reader.GetInt64(7),
                    reader.GetBoolean(8),
                    reader.GetInt32(9),
                    reader.IsDBNull(10) ? null : reader.GetString(10)
                )
            );
        }

        return entries;
    }

    /// <summary>A statement that adds a row; its rank is the next.</summary>
    public NpgsqlBatchCommand Insert(
        KnownMigration migration,
        HistoryEntryType type,
        bool success,
        long milliseconds,
        string? error = null
    ) =>
        new(
            $"""
            insert into {_table} (rank, version, description, type, checksum, installed_on, execution_ms, success, error)
            select coalesce(max(rank), 0) + 1, $1, $2, $3, $4, clock_timestamp() - $5 * interval '1 ms', $5, $6, $7 from {_table}
            """
        )
        {
            Parameters =
            {
                Value(migration.Version),
                Value(migration.Description),
                Value(Text(type)),
                Value(migration.Checksum),
                Value(milliseconds),
                Value(success),
                Value(error),
            },
        };

    /// <summary>A statement that notes how far the unfinished row of a migration is.</summary>
    public NpgsqlBatchCommand Progress(KnownMigration migration, int stepsDone, long milliseconds, bool success, string? error = null) =>
        new(
            $"""
            update {_table} set steps_done = $2, execution_ms = $3, success = $4, error = $5
            where rank = (select max(rank) from {_table} where version = $1 and type = 'migration')
            """
        )
        {
            Parameters = { Value(migration.Version), Value(stepsDone), Value(milliseconds), Value(success), Value(error) },
        };

    /// <summary>A statement that removes the rows of migrations that failed.</summary>
    public NpgsqlBatchCommand DeleteFailed() => new($"delete from {_table} where not success");

    /// <summary>A statement that sets the checksum of a migration's newest row.</summary>
    public NpgsqlBatchCommand Realign(string version, string checksum) =>
        new(
            $"update {_table} set checksum = $2 where rank = (select max(rank) from {_table} where version = $1 and type = 'migration' and success)"
        )
        {
            Parameters = { Value(version), Value(checksum) },
        };

    /// <summary>Runs statements in one round trip and one transaction.</summary>
    public async Task WriteAsync(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select to_regclass($1) is not null", connection) { Parameters = { Value(_table) } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string Text(HistoryEntryType type) => type.ToString().ToLower(CultureInfo.InvariantCulture);

    private static NpgsqlParameter Value(object? value) =>
        value switch
        {
            null => new NpgsqlParameter<string?> { TypedValue = null, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            _ => new NpgsqlParameter { Value = value },
        };
}
