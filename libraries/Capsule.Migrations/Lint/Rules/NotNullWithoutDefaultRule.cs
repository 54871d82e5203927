namespace Capsule.Migrations;

/// <summary>
/// A column that takes no null and has no default cannot be added to a table that has rows: the migration fails, and if the table
/// happens to be empty, the release before can no longer insert. Add it with a default, or add it nullable and fill it first.
/// </summary>
internal sealed class NotNullWithoutDefaultRule()
    : LintRule(
        "not-null-without-default",
        LintSeverity.Error,
        "give it a default that is constant, or add it nullable, fill it in batches and set it not null in a later release"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from added in migration.Changes.OfType<ColumnAdded>()
        where added.Column is { NotNull: true, Default: null, IsFilled: false } && migration.Existed(added.Table)
        select Finding(
            migration,
            $"{added.Table}.{added.Column.Name}",
            "the column takes no null and has no default, so it cannot be added to a table with rows"
        );
}
