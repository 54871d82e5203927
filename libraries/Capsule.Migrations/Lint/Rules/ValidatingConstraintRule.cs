namespace Capsule.Migrations;

/// <summary>
/// A foreign key or check that is added to a table with rows reads all of them with the table locked (a foreign key locks both
/// tables). Added as not valid it holds for new rows at once; validated later, in a migration of its own, it locks nobody out.
/// </summary>
internal sealed class ValidatingConstraintRule()
    : LintRule(
        "validating-constraint",
        LintSeverity.Error,
        "add it not valid, by SQL, and run alter table … validate constraint in the migration after, which locks nobody out"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration)
    {
        var added = new HashSet<(string, string)>();
        foreach (var change in migration.Changes.Where(change => migration.Existed(change.Table)))
        {
            var constraints = change switch
            {
                ConstraintAdded one => [one.Constraint],
                ColumnAdded column => column.Column.Constraints,
                _ => [],
            };
            foreach (var constraint in constraints.Where(constraint => constraint.Kind != ConstraintKind.Key))
            {
                added.Add((change.Table, constraint.Name));
                if (!constraint.NotValid)
                {
                    var what = constraint.Kind == ConstraintKind.Check ? "check" : "foreign key";
                    yield return Finding(
                        migration,
                        $"{change.Table}, {what} {constraint.Name}".TrimEnd(),
                        $"adding the {what} reads every row with the table locked"
                    );
                }
            }

            if (change is ConstraintValidated validated && added.Contains((validated.Table, validated.Constraint)))
            {
                yield return Finding(
                    migration,
                    $"{validated.Table}, {validated.Constraint}",
                    "it is validated in the transaction that added it, whose lock is held until every row has been read"
                );
            }
        }
    }
}
