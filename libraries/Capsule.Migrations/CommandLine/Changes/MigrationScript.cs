using System.Text;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>
/// Writes library steps and migrations as a script for psql, from the commands that <c>migrate</c> executes: the objects that they create
/// are the same to the letter, so that <c>drift</c> finds nothing.
/// </summary>
internal sealed class MigrationScript(MigrationCatalog catalog, string schema)
{
    private readonly string _history = SqlText.Identifier(schema, ServiceDbContextOptions.HistoryTable);

    /// <summary>Writes what follows <paramref name="from"/>, all when null, up to <paramref name="to"/>, the newest when null.</summary>
    /// <exception cref="BundleException">A migration cannot be skipped by a script.</exception>
    public string Write(KnownMigration? from, KnownMigration? to, bool idempotent)
    {
        var all = to is null ? catalog.All : catalog.UpTo(to);
        var chosen = from is null ? all : all.SkipWhile(known => known != from).Skip(1);
        var text = new StringBuilder();
        if (from is null || idempotent)
        {
            text.Append(ScriptSql.Head(schema));
        }

        foreach (var known in chosen)
        {
            text.Append(idempotent ? Guarded(known) : Write(known)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes one migration or library step.</summary>
    public string Write(KnownMigration known)
    {
        var text = new StringBuilder().Append("-- ").Append(known.Name).Append('\n');
        var steps = catalog.Up(known);
        foreach (var step in steps)
        {
            var sql = Sql(step);
            var end = step == steps[^1] ? Note(known) : "";
            text.Append(
                step.IsTransactional ? $"start transaction;\n{sql}{end}commit;\n" : $"{sql}{ScriptSql.RefuseInvalidIndex(schema)}\n{end}"
            );
        }

        return text.ToString();
    }

    private string Guarded(KnownMigration known) =>
        catalog.Up(known) switch
        {
            [{ IsTransactional: true } only] => $"-- {known.Name}\n{Block(known, only)}",
            [var only] => $"-- {known.Name}\n{Conditional(known, only)}",
            var steps => throw new BundleException(
                BundleExitCode.Usage,
                $"{known.Name} is committed in {steps.Count} parts, because some of its statements cannot run in a transaction. Run again, an "
                    + "idempotent script could not know which of them are done: run migrate, which does, leave out --idempotent, or move "
                    + "each of these statements to a migration of its own."
            ),
        };

    // Executed as text: in a block, PL/pgSQL would take a select for one whose result is missing.
    private string Block(KnownMigration known, MigrationStep step)
    {
        var body = $"""
            begin
                if not exists (select from {_history} where migration_id = {SqlText.Literal(known.Name)}) then
                    execute {ScriptSql.Quoted(Sql(step) + Note(known))};
                end if;
            end
            """;
        return $"do {ScriptSql.Quoted(body)};\n";
    }

    // A statement that cannot run in a transaction cannot run in a block either, so that the condition is psql's.
    private string Conditional(KnownMigration known, MigrationStep step) =>
        $"""
            select not exists (select from {_history} where migration_id = {SqlText.Literal(known.Name)}) as capsule_is_pending \gset
            \if :capsule_is_pending
            {Sql(step)}{ScriptSql.RefuseInvalidIndex(schema)}
            start transaction;
            {Note(known)}commit;
            \endif

            """;

    private string Note(KnownMigration known) =>
        $"{AppliedHistory.InsertSql(schema, known.Name)}\n{AppliedHistory.SetSchemaVersion(schema).CommandText};\n";

    private static string Sql(MigrationStep step) => string.Concat(step.Statements.Select(statement => $"{statement.Text};\n"));
}
