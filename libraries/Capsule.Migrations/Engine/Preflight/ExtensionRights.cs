using Capsule.Data;
using Npgsql;
using TokenKind = Capsule.Data.SqlTokenKind;

namespace Capsule.Migrations;

/// <summary>Checks that the extensions which migrations create exist already or may be created by the owner.</summary>
internal static class ExtensionRights
{
    private const string Sql = """
        select w.name, bool_or(a.name is not null) as is_available,
               coalesce(bool_or(not v.superuser or v.trusted), false) as is_trusted, s.rolsuper as is_superuser
          from unnest(@names) w (name)
          cross join (select rolsuper from pg_roles where rolname = current_user) s
          left join pg_available_extensions a on a.name = w.name
          left join pg_available_extension_versions v on v.name = a.name and v.version = a.default_version
         where not exists (select from pg_extension e where e.extname = w.name)
         group by w.name, s.rolsuper
        """;

    /// <summary>Refuses when an extension is missing and cannot be created.</summary>
    /// <exception cref="MigrationException">The server lacks the extension, or the owner the privilege.</exception>
    public static async Task CheckAsync(
        NpgsqlConnection connection,
        IEnumerable<PlannedMigration> planned,
        HistoryRights rights,
        CancellationToken cancellationToken
    )
    {
        var wanted = planned
            .SelectMany(migration => migration.Steps.SelectMany(step => step.Statements), (migration, statement) => (migration, statement))
            .Select(pair => (Migration: pair.migration.Migration.Name, Extension: NameOf(pair.statement)))
            .Where(pair => pair.Extension is not null)
            .GroupBy(pair => pair.Extension!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Migration, StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new("names", wanted.Keys.ToArray()) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.Field<string>("name");
            var mayCreate = reader.Field<bool>("is_superuser") || (reader.Field<bool>("is_trusted") && rights.MayCreateSchema);
            var problem =
                !reader.Field<bool>("is_available") ? "the server does not have it. Install its package on the server"
                : mayCreate ? null
                : $"the role {rights.Owner} may not create it in the database {rights.Database} (privilege CREATE on the database"
                    + $"{(reader.Field<bool>("is_trusted") ? "" : ", and superuser")}). As a superuser run there: create extension {SqlText.Identifier(name)};";
            if (problem is not null)
            {
                throw new MigrationException(MigrationErrorKind.Configuration, $"{wanted[name]} needs the extension {name}: {problem}");
            }
        }
    }

    // create extension [if not exists] name
    private static string? NameOf(ScriptStatement statement)
    {
        if (!statement.StartsWith("create", "extension"))
        {
            return null;
        }

        var lexer = new SqlLexer(statement.Text);
        lexer.Read();
        lexer.Read();
        while (lexer.Read() && (lexer.IsWord("if") || lexer.IsWord("not") || lexer.IsWord("exists"))) { }

        var name = lexer.Text.ToString();
        return lexer.Kind == TokenKind.QuotedName ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name.ToLowerInvariant();
    }
}
