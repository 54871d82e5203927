namespace Capsule.Migrations;

/// <summary>
/// Building an index locks the table against writing until it is done, minutes on a large table, unless it is built concurrently. A
/// unique or primary key builds one as well, and rebuilding one locks likewise.
/// </summary>
internal sealed class BlockingIndexRule()
    : LintRule(
        "blocking-index",
        LintSeverity.Error,
        "create the index concurrently (IsCreatedConcurrently(), or SQL with suppressTransaction: true) in a migration of its own; a key then takes it over (using index)"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        migration.Changes.SelectMany(change => Check(migration, change));

    private IEnumerable<LintFinding> Check(LintMigration migration, SchemaChange change)
    {
        if (change is IndexRebuilt rebuilt)
        {
            yield return Finding(migration, rebuilt.Table, "rebuilding it without concurrently locks out writers until it is done");
        }

        if (!migration.Existed(change.Table))
        {
            yield break;
        }

        if (change is IndexCreated { Concurrently: false } index)
        {
            yield return Finding(migration, $"{index.Table}, index {index.Index}", "building the index locks out writers until it is done");
        }

        var constraints = change switch
        {
            ConstraintAdded added => [added.Constraint],
            ColumnAdded added => added.Column.Constraints,
            _ => [],
        };
        foreach (var key in constraints.Where(constraint => constraint is { Kind: ConstraintKind.Key, UsingIndex: false }))
        {
            yield return Finding(
                migration,
                $"{change.Table}, key {key.Name}({string.Join(", ", key.Columns)})",
                "building the index of the key locks out readers and writers until it is done"
            );
        }
    }
}
