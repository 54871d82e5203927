using System.Globalization;
using Capsule.Data;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Migrations;

/// <summary>
/// Table <c>schema_history</c>: every event in the life of a schema, in order. It stands beside EF Core's own history, which only says
/// what is applied now. The owner alone writes it, and holds <see cref="MigrationLock"/>.
/// </summary>
internal sealed class SchemaHistory(NpgsqlConnection connection, string schema)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "schema_history";

    /// <summary>The schema that it is the history of.</summary>
    public string Schema => schema;

    private readonly string _table = SqlText.Identifier(schema, TableName);

    /// <summary>Creates the schema and the table, or a column that an older table lacks.</summary>
    public static string CreateSql(string schema) =>
        $"""
            do $capsule$
            begin
                if to_regnamespace({SqlText.Literal(SqlText.Identifier(schema))}) is null then
                    create schema {SqlText.Identifier(schema)};
                end if;
            end
            $capsule$;
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
                error text,
                step_checksums text[]
            );
            alter table {SqlText.Identifier(schema, TableName)} add column if not exists step_checksums text[];
            """;

    /// <summary>Returns all rows, oldest first; none when there is no table.</summary>
    public Task<List<HistoryEntry>> ReadAsync(CancellationToken cancellationToken) =>
        HistoryRows.ReadAsync(connection, _table, cancellationToken);

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
            select coalesce(max(rank), 0) + 1, @version, @description, @type, @checksum,
                   clock_timestamp() - @milliseconds * interval '1 ms', @milliseconds, @success, @error
              from {_table}
            """
        )
        {
            Parameters =
            {
                new("version", migration.Version),
                new("description", migration.Description),
                new("type", Text(type)),
                Nullable("checksum", migration.Checksum),
                new("milliseconds", milliseconds),
                new("success", success),
                Nullable("error", error),
            },
        };

    /// <summary>A statement that notes how far the unfinished attempt at a migration or at its undo is.</summary>
    public NpgsqlBatchCommand Progress(KnownMigration migration, HistoryEntryType type, StepProgress progress) =>
        new(
            $"""
            update {_table}
               set steps_done = @stepsDone, step_checksums = @stepChecksums, execution_ms = @milliseconds, success = @success, error = null,
                   checksum = @checksum
             where rank = (select max(rank) from {_table} where version = @version and description = @description and type = @type)
            """
        )
        {
            Parameters =
            {
                new("version", migration.Version),
                new("description", migration.Description),
                new("type", Text(type)),
                Nullable("checksum", migration.Checksum),
                new("stepsDone", progress.StepChecksums.Count),
                new("stepChecksums", progress.StepChecksums.ToArray()),
                new("milliseconds", progress.Milliseconds),
                new("success", progress.Success),
            },
        };

    /// <summary>
    /// A statement that notes why the unfinished attempt at a migration or at its undo failed; its steps stay as they are.
    /// </summary>
    public NpgsqlBatchCommand Fail(KnownMigration migration, HistoryEntryType type, string error) =>
        new(
            $"""
            update {_table} set error = @error
             where rank = (select max(rank) from {_table} where version = @version and description = @description and type = @type)
            """
        )
        {
            Parameters =
            {
                new("version", migration.Version),
                new("description", migration.Description),
                new("type", Text(type)),
                new("error", error),
            },
        };

    /// <summary>A statement that removes the attempts of all migrations that failed without a trace.</summary>
    public NpgsqlBatchCommand DeleteFailed() => new($"delete from {_table} where not success and steps_done = 0 and error is not null");

    /// <summary>A statement that removes the unfinished attempts at a migration and at its undo, committed steps included.</summary>
    public NpgsqlBatchCommand DeleteAttempts(string name) =>
        new($"delete from {_table} where not success and version || '_' || description = @name") { Parameters = { new("name", name) } };

    /// <summary>A statement that gives a migration's rows another name.</summary>
    public NpgsqlBatchCommand Rename(string from, KnownMigration to) =>
        new($"update {_table} set version = @version, description = @description where version || '_' || description = @from")
        {
            Parameters = { new("from", from), new("version", to.Version), new("description", to.Description) },
        };

    /// <summary>A statement that sets the checksum of a migration's newest row.</summary>
    public NpgsqlBatchCommand Realign(string name, string checksum) =>
        new(
            $"""
            update {_table} set checksum = @checksum
             where rank = (select max(rank) from {_table} where version || '_' || description = @name and type = 'migration' and success)
            """
        )
        {
            Parameters = { new("name", name), new("checksum", checksum) },
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

    private static string Text(HistoryEntryType type) => type.ToString().ToLower(CultureInfo.InvariantCulture);

    private static NpgsqlParameter<string?> Nullable(string name, string? value) => new(name, value) { NpgsqlDbType = NpgsqlDbType.Text };
}
