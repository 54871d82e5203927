namespace Capsule.Migrations;

/// <summary>
/// Deleting or re-keying a row that a foreign key points to looks for rows that point to it: without an index that begins with the
/// key's columns it reads the whole table, once for every row deleted.
/// </summary>
internal sealed class ForeignKeyWithoutIndexRule()
    : LintRule("foreign-key-without-index", LintSeverity.Warning, "add an index that begins with the columns of the foreign key")
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from change in migration.Changes
        from key in Constraints(change)
        where
            key.Kind == ConstraintKind.ForeignKey
            && migration.Final[change.Table] is { } table
            && !table.Keys.Values.Any(index => Leads(index, key.Columns))
        select Finding(
            migration,
            $"{change.Table}({string.Join(", ", key.Columns)})",
            "no index begins with the columns of the foreign key, so every delete on the other side reads the whole table"
        );

    private static IEnumerable<ConstraintClause> Constraints(SchemaChange change) =>
        change switch
        {
            TableCreated created => created.Constraints.Concat(created.Columns.SelectMany(column => column.Constraints)),
            ConstraintAdded added => [added.Constraint],
            ColumnAdded added => added.Column.Constraints,
            _ => [],
        };

    private static bool Leads(IReadOnlyList<string> index, IReadOnlyList<string> columns) =>
        index.Count >= columns.Count && index.Take(columns.Count).ToHashSet(StringComparer.Ordinal).SetEquals(columns);
}
