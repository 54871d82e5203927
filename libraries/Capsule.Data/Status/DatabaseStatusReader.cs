using Npgsql;

namespace Capsule.Data;

/// <summary>Reads the state of a service's database in one round trip.</summary>
/// <param name="dataSource">The service's connections.</param>
/// <param name="schema">The service's schema.</param>
/// <param name="expected">The migrations and library steps that the service was built with.</param>
public sealed class DatabaseStatusReader(NpgsqlDataSource dataSource, string schema, IReadOnlyList<string> expected)
{
    // The steps of libraries, whose names have a slash, come before the migrations. query_to_xml reads the history table only if it is there, so that its absence costs no second round trip.
    private const string Sql = $"""
        select current_database(),
               current_setting('server_version'),
               pg_database_size(current_database()),
               (select count(*) from pg_stat_activity where {ClientSessions.Condition})::int,
               (select count(*) from pg_stat_activity where {ClientSessions.Condition} and datname = current_database())::int,
               current_setting('max_connections')::int,
               case when history is not null
                    then (xpath('//m/text()', query_to_xml(
                        format('select migration_id as m from %s order by position(''/'' in migration_id) = 0, migration_id', history), false, false, '')))::text[] end
          from (select to_regclass(format('%I.%I', $1, $2)) as history) found
        """;

    /// <summary>Reads the state now; a database without a history table has applied nothing.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the role may not read the history table.</exception>
    public async Task<DatabaseStatus> ReadAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue(schema);
        command.Parameters.AddWithValue(ServiceDbContextOptions.HistoryTable);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        string[] applied = await reader.IsDBNullAsync(6, cancellationToken) ? [] : reader.GetFieldValue<string[]>(6);
        return new DatabaseStatus(
            reader.GetString(0),
            schema,
            reader.GetString(1).Split(' ')[0],
            reader.GetInt64(2),
            reader.GetInt32(3),
            reader.GetInt32(5),
            reader.GetInt32(4),
            applied,
            [.. expected.Except(applied)],
            [.. applied.Except(expected)]);
    }
}
