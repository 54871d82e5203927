using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>How a database was migrated, as the database itself records it.</summary>
/// <param name="Applied">The library steps and migrations that it has, oldest first.</param>
/// <param name="Migrator">The role that owns the history of migrations; the session's role when there is none.</param>
/// <param name="HasApiRole">Whether the server has the API's role.</param>
internal sealed record LiveHistory(IReadOnlyList<string> Applied, string Migrator, bool HasApiRole)
{
    // query_to_xml reads the history table only if it is there, so that its absence costs no second round trip.
    private const string Sql = """
        select case when c.oid is not null
                    then (xpath('//m/text()', query_to_xml(
                        format('select migration_id as m from %I.%I order by position(''/'' in migration_id) = 0, migration_id collate "C"', $1, $2), false, false, '')))::text[]
                    else '{}' end,
               coalesce(pg_get_userbyid(c.relowner), current_user)::text,
               exists (select from pg_roles where rolname = $3)
          from (select 1) one left join (pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1) on c.relname = $2
        """;

    /// <summary>Reads it; a database without a history table has applied nothing.</summary>
    public static async Task<LiveHistory> ReadAsync(
        NpgsqlConnection connection,
        string schema,
        string? apiRole,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(schema, apiRole) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new LiveHistory(reader.GetFieldValue<string[]>(0), reader.GetString(1), reader.GetBoolean(2));
    }

    /// <summary>The statement alone, for a batch; its first column holds the names of the applied migrations.</summary>
    public static NpgsqlBatchCommand Command(string schema, string? apiRole) =>
        new(Sql)
        {
            Parameters =
            {
                new() { Value = schema },
                new() { Value = ServiceDbContextOptions.HistoryTable },
                new() { Value = apiRole ?? "" },
            },
        };
}
