using System.Globalization;
using Capsule.Contracts.Catalogue;
using Capsule.Data;
using Npgsql;

namespace Capsule.Testing;

/// <summary>
/// The section "Schema at a glance" of a service's DATABASE.md: counts and names of what a migrated database really holds.
/// </summary>
public sealed class DatabaseDocument
{
    private const string Section = "## Schema at a glance";
    private const string WriteVariable = "CAPSULE_WRITE_DATABASE_MD";

    // What depends on the server or belongs to an extension is left out: partitions, chunks, pg_stat_statements, timescaledb.
    private static readonly (string What, string Sql)[] Catalog =
    [
        ("tables", "select relname from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relispartition"),
        ("views", "select relname from pg_class where relnamespace = $1::regnamespace and relkind in ('v', 'm')"),
        (
            "indexes",
            """
            select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
             where t.relnamespace = $1::regnamespace and not t.relispartition
            """
        ),
        ("foreign keys", "select conname from pg_constraint where connamespace = $1::regnamespace and contype = 'f' and conparentid = 0"),
        (
            "triggers",
            """
            select tgname from pg_trigger g join pg_class t on t.oid = g.tgrelid
             where t.relnamespace = $1::regnamespace and not t.relispartition and not g.tgisinternal and g.tgparentid = 0 and g.tgname <> 'ts_insert_blocker'
            """
        ),
        (
            "functions",
            """
            select proname from pg_proc p where pronamespace = $1::regnamespace
               and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            """
        ),
        (
            "extensions",
            "select extname from pg_extension where $1 <> '' and extname not in ('plpgsql', 'pg_stat_statements', 'timescaledb')"
        ),
    ];

    // The engine that runs every bundle makes these itself.
    private static readonly string[] HistoryNames =
    [
        "__ef_migrations_history",
        "pk___ef_migrations_history",
        "pk_schema_history",
        "schema_history",
    ];

    private DatabaseDocument(string table) => SchemaAtAGlance = table;

    /// <summary>The table of counts and names, in Markdown.</summary>
    public string SchemaAtAGlance { get; }

    /// <summary>
    /// Reads <paramref name="schema"/> of a migrated database from its catalog; what libraries bring to <paramref name="context"/> is told
    /// by library.
    /// </summary>
    public static async Task<DatabaseDocument> ReadAsync(string connectionString, string schema, Type context)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        var owners = await OwnersAsync(connection, context);
        var lines = new List<string> { "| what | count | names |", "|---|---|---|" };
        foreach (var (what, sql) in Catalog)
        {
            var names = await NamesAsync(connection, sql, SqlText.Identifier(schema));
            lines.AddRange(
                names
                    .GroupBy(name => owners.GetValueOrDefault((what, name), ""))
                    .OrderBy(owner => owner.Key, StringComparer.Ordinal)
                    .Select(owner => Line(owner.Key.Length == 0 ? what : $"{what} of {owner.Key}", [.. owner]))
            );
        }

        return new DatabaseDocument(string.Join('\n', lines));

        static string Line(string what, List<string> names) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {names.Count} | {string.Join(", ", names.Select(name => $"`{name}`"))} |"
            );
    }

    /// <summary>
    /// Checks services/<paramref name="service"/>/DATABASE.md against the migrated database; with CAPSULE_WRITE_DATABASE_MD=1 in the
    /// environment, writes the table there instead, and the whole document where the service has none.
    /// </summary>
    /// <exception cref="DocumentOutOfDateException">Its table differs from the database, or there is none.</exception>
    public static async Task AssertMatchesAsync(string connectionString, string service, Type context)
    {
        var document = await ReadAsync(connectionString, service.Replace('-', '_'), context);
        var path = Path.Combine(RepositoryRoot(), "services", service, "DATABASE.md");
        var entry = ServiceCatalogue.All.Single(one => one.Name == service);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            var before = File.Exists(path) ? await File.ReadAllTextAsync(path) : DatabaseDocumentTemplate.For(entry);
            await File.WriteAllTextAsync(path, document.WriteInto(before));
        }

        if (!File.Exists(path))
        {
            throw new DocumentOutOfDateException($"{path} does not exist. Run this test once with {WriteVariable}=1 to write it.");
        }

        var markdown = await File.ReadAllTextAsync(path);
        document.AssertEquals(markdown, path);
        DatabaseDocumentTemplate.AssertCommonSections(entry, markdown, path);
    }

    /// <summary>Checks the section of <paramref name="markdown"/>, the text of <paramref name="path"/>.</summary>
    /// <exception cref="DocumentOutOfDateException">Its table differs from the database, or there is none.</exception>
    public void AssertEquals(string markdown, string path)
    {
        var (_, table, _) = Split(markdown, path);
        if (table != SchemaAtAGlance)
        {
            throw new DocumentOutOfDateException(
                $"{path}, \"{Section}\" does not match the migrated database. It says\n{table}\nbut the database holds\n{SchemaAtAGlance}\n"
                    + $"Run this test once with {WriteVariable}=1 to write it."
            );
        }
    }

    /// <summary>Returns <paramref name="markdown"/> with this table in its section.</summary>
    public string WriteInto(string markdown)
    {
        var (before, _, after) = Split(markdown, "DATABASE.md");
        return before + SchemaAtAGlance + "\n" + after;
    }

    /// <summary>
    /// Finds out which library brings what: applies the steps of one after the other to a schema of its own, in a transaction that is
    /// rolled back.
    /// </summary>
    private static async Task<Dictionary<(string What, string Name), string>> OwnersAsync(NpgsqlConnection connection, Type context)
    {
        const string Scratch = "capsule_document";
        var owners = HistoryNames.ToDictionary(
            name => (name.StartsWith("pk", StringComparison.Ordinal) ? "indexes" : "tables", name),
            _ => "Capsule.Migrations"
        );
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"create schema {Scratch}");
        foreach (var library in LibrarySchemas.Of(context))
        {
            foreach (var command in library.Steps.SelectMany(step => step.Up))
            {
                // In a transaction nothing can be built concurrently; the names are the same.
                await ExecuteAsync(
                    connection,
                    SqlText.InSchema(command.Sql, Scratch).Replace(" concurrently ", " ", StringComparison.OrdinalIgnoreCase)
                );
            }

            foreach (var (what, sql) in Catalog.Where(entry => entry.What != "extensions"))
            {
                foreach (var name in await NamesAsync(connection, sql, SqlText.Identifier(Scratch)))
                {
                    owners.TryAdd((what, name), library.Name);
                }
            }
        }

        await transaction.RollbackAsync();
        return owners;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first table after the heading, with what stands before and after it.</summary>
    private static (string Before, string Table, string After) Split(string markdown, string path)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var heading = Array.IndexOf(lines, Section);
        if (heading < 0)
        {
            throw new DocumentOutOfDateException($"{path} has no line \"{Section}\".");
        }

        var next = Array.FindIndex(lines, heading + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        var end = next < 0 ? lines.Length : next;
        var first = Array.FindIndex(lines, heading + 1, end - heading - 1, line => line.StartsWith('|'));
        first = first < 0 ? Math.Min(heading + 2, end) : first;
        var last = first;
        while (last < end && lines[last].StartsWith('|'))
        {
            last++;
        }

        return (
            string.Concat(lines[..first].Select(line => line + "\n")),
            string.Join('\n', lines[first..last]),
            string.Join('\n', lines[last..])
        );
    }

    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection, string sql, string schema)
    {
        await using var command = new NpgsqlCommand(
            $"select found::text from ({sql}) as names (found) order by found::text collate \"C\"",
            connection
        );
        command.Parameters.AddWithValue(schema);
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Capsule.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Capsule.sln above {AppContext.BaseDirectory}.");
    }
}
