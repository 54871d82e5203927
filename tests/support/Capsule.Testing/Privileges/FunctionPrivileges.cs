using Npgsql;

namespace Capsule.Testing;

/// <summary>Reads what the functions of a migrated database may do. Functions of extensions are left out.</summary>
public static class FunctionPrivileges
{
    private const string Ours = """
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             left join lateral (select c from unnest(p.proconfig) c where c like 'search_path=%') setting (path) on true
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        """;

    /// <summary>
    /// Returns the functions through which a caller's temporary objects are reached: those that set a search path without <c>pg_temp</c> at
    /// its end, and SECURITY DEFINER functions that set none.
    /// </summary>
    public static Task<IReadOnlyList<string>> WithUnsafeSearchPathAsync(NpgsqlDataSource owner) =>
        ReadAsync(
            owner,
            $"select p.oid::regprocedure::text, 'x' {Ours} and (p.prosecdef or path is not null) and coalesce(path !~ ', pg_temp$', true)",
            (name, _) => name
        );

    /// <summary>Returns calls of all SECURITY DEFINER functions, several of each with different arguments.</summary>
    /// <exception cref="ArgumentException">A function has an argument of a type for which no value is known here.</exception>
    public static async Task<IReadOnlyList<string>> DefinerCallsAsync(NpgsqlDataSource owner)
    {
        var functions = await ReadAsync(
            owner,
            $"""
            select format('%I.%I', n.nspname, p.proname), array_to_string(array(select t::regtype from unnest(p.proargtypes) t), ',')
            {Ours} and p.prosecdef and p.prorettype <> 'trigger'::regtype
            """,
            (name, types) => (Name: name, Types: types.Split(',', StringSplitOptions.RemoveEmptyEntries))
        );
        return
        [
            .. functions.SelectMany(function =>
                Enumerable
                    .Range(0, 3)
                    .Select(round => $"select {function.Name}({string.Join(", ", function.Types.Select(type => Argument(type, round)))})")
            ),
        ];
    }

    // A negative interval reaches what removes rows and partitions.
    private static string Argument(string type, int round) =>
        type switch
        {
            "interval" => $"pg_catalog.make_interval(days => {new[] { 40, 1, -40 }[round]})",
            "integer" or "bigint" or "smallint" => $"{new[] { 100, 1, 0 }[round]}",
            "text" or "uuid" or "boolean" or "timestamp with time zone" => "null",
            _ => throw new ArgumentException($"No value is known for an argument of type {type}: add one to {nameof(FunctionPrivileges)}."),
        };

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlDataSource owner, string sql, Func<string, string, T> map)
    {
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
