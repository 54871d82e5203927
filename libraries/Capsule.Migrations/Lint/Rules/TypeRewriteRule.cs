namespace Capsule.Migrations;

/// <summary>
/// Most changes of a column's type write every row and every index anew, and nobody can even read the table meanwhile. Only changes
/// that keep what is stored (a longer varchar, varchar to text, more digits of a numeric) are free. Otherwise: a new column.
/// </summary>
internal sealed class TypeRewriteRule()
    : LintRule(
        "type-rewrite",
        LintSeverity.Error,
        "add a column of the new type, write both, copy the rows in batches, read the new one, and drop the old one a release later"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from retyped in migration.Changes.OfType<ColumnRetyped>()
        let old = migration.Before[retyped.Table]?.Columns.GetValueOrDefault(retyped.Column)
        where migration.Existed(retyped.Table) && (old is null || retyped.Using || !SqlTypes.KeepsRows(old, retyped.Type))
        select Finding(
            migration,
            $"{retyped.Table}.{retyped.Column}",
            $"changing its type{(old is null ? "" : $" from {old}")} to {retyped.Type} writes or checks every row, with the table locked against readers and writers"
        );
}
