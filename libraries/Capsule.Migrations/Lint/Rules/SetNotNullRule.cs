namespace Capsule.Migrations;

/// <summary>
/// Making a column not null reads the whole table with everybody locked out, unless a check that is already valid says the same:
/// then PostgreSQL takes its word.
/// </summary>
internal sealed class SetNotNullRule()
    : LintRule(
        "set-not-null",
        LintSeverity.Error,
        "add check (column is not null) not valid, validate it in the migration after, then set not null (which is free) and drop the check"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from made in migration.Changes.OfType<ColumnMadeNotNull>()
        let table = migration.Before[made.Table]
        where
            table is not null
            && table.Columns.ContainsKey(made.Column)
            && !table.NotNullChecks.Values.Any(check => check.Valid && check.Column == made.Column)
        select Finding(
            migration,
            $"{made.Table}.{made.Column}",
            "setting it not null reads every row with the table locked against readers and writers"
        );
}
