namespace Capsule.Migrations;

/// <summary>A migration and what rules ask about its surroundings.</summary>
/// <param name="Name">Its name, with the timestamp.</param>
/// <param name="Statements">Everything that it would run, in order, with what each changes.</param>
/// <param name="Before">The tables that have rows already when it runs.</param>
/// <param name="Final">The tables once all migrations of the bundle have run.</param>
/// <param name="PreviousRelease">The tables, and columns as table.column, that the release before still reads and writes.</param>
internal sealed record LintMigration(
    string Name,
    IReadOnlyList<(SqlStatement Statement, IReadOnlyList<SchemaChange> Changes)> Statements,
    LintSchema Before,
    LintSchema Final,
    IReadOnlySet<string> PreviousRelease
)
{
    /// <summary>Everything that it changes, in order.</summary>
    public IEnumerable<SchemaChange> Changes => Statements.SelectMany(pair => pair.Changes);

    /// <summary>Whether a table has rows already when the migration runs.</summary>
    public bool Existed(string table) => Before[table] is not null;
}
