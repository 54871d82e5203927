namespace Capsule.Migrations;

/// <summary>
/// Truncate, and delete without where, take every row of a table that a service may be using. If that is meant, say so with an
/// exception; if it is a clean-up, name the rows.
/// </summary>
internal sealed class AllRowsRule()
    : LintRule(
        "all-rows",
        LintSeverity.Error,
        "name the rows in a where, or say with [LintException(\"all-rows\", …)] why all of them may go"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from removed in migration.Changes.OfType<RowsRemoved>()
        where migration.Existed(removed.Table)
        select Finding(migration, removed.Table, $"{removed.How} takes every row, and nothing brings them back but a backup");
}
