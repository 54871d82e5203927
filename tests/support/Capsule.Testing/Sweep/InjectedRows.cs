using Npgsql;

namespace Capsule.Testing.Sweep;

/// <summary>Finds rows in which a line break of a request has landed.</summary>
internal static class InjectedRows
{
    /// <summary>The tables of the service's schema that have such rows, with one of them.</summary>
    public static async Task<List<string>> FindAsync(string connectionString, string schema, SweepRules rules)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var found = new List<string>();
        foreach (var table in (await TablesAsync(source, schema)).Where(table => !rules.MayKeepLineBreaks(table)))
        {
            // As it is, or as JSON has it.
            await using var command = source.CreateCommand($"select t::text from \"{schema}\".\"{table}\" t where t::text ~ $1 limit 1");
            command.Parameters.AddWithValue($@"([\r\n\u2028]|\\+[nr]|\\+u2028){BadText.Injected}");
            if (await command.ExecuteScalarAsync() is string row)
            {
                found.Add($"{table}: {row}");
            }
        }

        return found;
    }

    private static async Task<List<string>> TablesAsync(NpgsqlDataSource source, string schema)
    {
        await using var command = source.CreateCommand(
            "select relname from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relispartition order by relname"
        );
        command.Parameters.AddWithValue(schema);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
