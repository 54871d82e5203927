namespace Capsule.Migrations;

/// <summary>
/// While a release rolls out, instances of the one before still run: a table or column of its model that is dropped or renamed makes
/// every statement of theirs fail. Take it out of the model first, with a migration that leaves it in the database, and drop it in the
/// release after that; rename by adding, copying and dropping.
/// </summary>
internal sealed class StillInUseRule()
    : LintRule(
        "still-in-use",
        LintSeverity.Error,
        "take it out of the model now and leave it in the database (empty the migration), drop it in the release after; instead of renaming, add, write both, copy, then drop"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration)
    {
        var uses = migration.PreviousRelease;
        return migration
            .Changes.Select(change =>
                change switch
                {
                    TableDropped dropped when uses.Contains(dropped.Table) => Gone(migration, dropped.Table, "dropped"),
                    TableRenamed renamed when uses.Contains(renamed.Table) => Gone(
                        migration,
                        renamed.Table,
                        $"renamed to {renamed.NewName}"
                    ),
                    ColumnDropped dropped when uses.Contains($"{dropped.Table}.{dropped.Column}") => Gone(
                        migration,
                        $"{dropped.Table}.{dropped.Column}",
                        "dropped"
                    ),
                    ColumnRenamed renamed when uses.Contains($"{renamed.Table}.{renamed.Column}") => Gone(
                        migration,
                        $"{renamed.Table}.{renamed.Column}",
                        $"renamed to {renamed.NewName}"
                    ),
                    _ => null,
                }
            )
            .OfType<LintFinding>();
    }

    private LintFinding Gone(LintMigration migration, string what, string how) =>
        Finding(migration, what, $"it is {how} while the previous release, which still runs during the rollout, reads and writes it");
}
