using System.Text;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>Writes the SQL of library steps and migrations, for a reviewer.</summary>
internal sealed class MigrationScript(MigrationCatalog catalog, IMigrator migrator, string schema)
{
    /// <summary>Writes what follows <paramref name="from"/>, all when null, up to <paramref name="to"/>, the newest when null.</summary>
    /// <exception cref="BundleException">A step that cannot run in a transaction cannot be skipped by a script.</exception>
    public string Write(KnownMigration? from, KnownMigration? to, bool idempotent)
    {
        var steps = (to is null ? catalog.All : catalog.UpTo(to)).Where(known => known.Step is not null).ToList();
        steps = from switch
        {
            null => steps,
            { Step: null } => [],
            _ => [.. steps.SkipWhile(known => known != from).Skip(1)],
        };
        var text = new StringBuilder();
        if (from is null && steps.Count > 0)
        {
            text.Append("create schema if not exists ")
                .Append(SqlText.Identifier(schema))
                .Append(";\n")
                .Append(AppliedHistory.CreateSql(schema))
                .Append("\n\n");
        }

        foreach (var step in steps)
        {
            text.Append(idempotent ? Guarded(step) : Plain(step)).Append('\n');
        }

        if (to?.Step is null)
        {
            text.Append(
                migrator.GenerateScript(
                    from?.Step is null ? from?.Name : null,
                    to?.Name,
                    idempotent ? MigrationsSqlGenerationOptions.Idempotent : MigrationsSqlGenerationOptions.Default
                )
            );
        }

        return text.ToString();
    }

    /// <summary>Writes one migration or library step.</summary>
    public string Write(KnownMigration known) =>
        known.Step is not null ? Plain(known) : migrator.GenerateScript(Before(known) ?? Migration.InitialDatabase, known.Name);

    private string? Before(KnownMigration known) =>
        catalog.Migrations.LastOrDefault(earlier => string.CompareOrdinal(earlier.Name, known.Name) < 0)?.Name;

    private string Plain(KnownMigration known)
    {
        var text = new StringBuilder().Append("-- ").Append(known.Name).Append('\n');
        var steps = catalog.Up(known);
        foreach (var step in steps)
        {
            var lines = step.Statements.Select(statement => Terminated(statement.Text));
            var sql = string.Join('\n', step == steps[^1] ? lines.Append(Note(known)) : lines);
            text.Append(step.IsTransactional ? $"start transaction;\n{sql}\ncommit;\n" : $"{sql}\n");
        }

        return text.ToString();
    }

    // Executed as text: in a block, PL/pgSQL would take a select for one whose result is missing.
    private string Guarded(KnownMigration known)
    {
        var history = SqlText.Identifier(schema, ServiceDbContextOptions.HistoryTable);
        return catalog.Up(known) is [{ IsTransactional: true } only]
            ? $"""
                -- {known.Name}
                do $capsule$
                begin
                    if not exists (select from {history} where migration_id = {SqlText.Literal(known.Name)}) then
                        execute $capsule_step$
                {string.Join('\n', only.Statements.Select(statement => Terminated(statement.Text)))}
                $capsule_step$;
                        {Note(known)}
                    end if;
                end
                $capsule$;

                """
            : throw new BundleException(
                BundleExitCode.Usage,
                $"{known.Name} has statements that cannot run in a transaction, which an idempotent script cannot skip: leave out --idempotent."
            );
    }

    private string Note(KnownMigration known) => AppliedHistory.InsertSql(schema, known.Name);

    private static string Terminated(string sql) => sql.TrimEnd() is var text && text.EndsWith(';') ? text : text + "\n;";
}
