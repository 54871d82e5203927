using Npgsql;

namespace Capsule.Data;

/// <summary>Reads the state of a service's database in one round trip.</summary>
public sealed class DatabaseStatusReader(NpgsqlDataSource dataSource, string schema, IReadOnlyList<string> expected)
{
    // Library steps, whose names contain a slash, come before the migrations. query_to_xml reads the history table only if it exists, so
    // that a missing table costs no second round trip.
    private const string Sql = $"""
        select current_database() as name,
               current_setting('server_version') as version,
               pg_database_size(current_database()) as size,
               (select count(*) from pg_stat_activity where {ClientSessions.Condition})::int as used,
               (select count(*) from pg_stat_activity where {ClientSessions.Condition} and datname = current_database())::int as used_here,
               current_setting('max_connections')::int as allowed,
               case when history is not null
                    then (xpath('//m/text()', query_to_xml(
                        format('select migration_id as m from %s order by position(''/'' in migration_id) = 0, migration_id', history), false, false, '')))::text[] end as applied
          from (select to_regclass(format('%I.%I', @schema, @history)) as history) found
        """;

    /// <summary>The service's schema.</summary>
    public string Schema { get; } = schema;

    /// <summary>Reads the current state; a database without a history table has no applied migrations.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the role may not read the history table.</exception>
    public async Task<DatabaseStatus> ReadAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue("schema", Schema);
        command.Parameters.AddWithValue("history", ServiceDbContextOptions.HistoryTable);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        var applied = reader["applied"] as string[] ?? [];
        return new DatabaseStatus(
            reader.Field<string>("name"),
            Schema,
            reader.Field<string>("version").Split(' ')[0],
            reader.Field<long>("size"),
            ConnectionsUsed: reader.Field<int>("used"),
            ConnectionsAllowed: reader.Field<int>("allowed"),
            ConnectionsOfDatabase: reader.Field<int>("used_here"),
            Applied: applied,
            Pending: [.. expected.Except(applied)],
            Ahead: [.. applied.Except(expected)]
        );
    }
}
