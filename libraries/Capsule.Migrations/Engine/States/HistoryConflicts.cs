namespace Capsule.Migrations;

/// <summary>Finds contradictions between the bundle and the database, with which nothing may be applied.</summary>
internal static class HistoryConflicts
{
    /// <summary>Returns the contradictions of a chain of which <paramref name="pending"/> would be applied.</summary>
    public static IEnumerable<Finding> Of(MigrationChain chain, MigrationStates states, IReadOnlyCollection<KnownMigration> pending)
    {
        foreach (var migration in states.All())
        {
            switch (migration.State)
            {
                case MigrationState.Outdated:
                    yield return new(
                        "changed",
                        migration.Name,
                        $"{migration.Name} was edited after it was applied. Put the edit into {NewMigration(chain)}; if the database is right as "
                            + "it is, run repair."
                    );
                    break;
                // With the same version it is renamed in the history before anything is applied.
                case MigrationState.Renamed when migration.OldName!.Split('_', 2)[0] != migration.Version:
                    yield return new(
                        "renamed",
                        migration.Name,
                        $"{migration.Name} is applied as {migration.OldName}. Run repair to rename it in the history, or give it its old name again."
                    );
                    break;
                case MigrationState.HalfUndone:
                    yield return new(
                        "undo",
                        migration.Name,
                        $"{migration.Name} is half undone: {migration.StepsDone} steps of its undo are committed. Run undo to finish it."
                    );
                    break;
            }
        }

        foreach (var migration in pending)
        {
            if (states.SameVersion(migration) is { } other)
            {
                yield return new(
                    "version",
                    migration.Name,
                    $"{migration.Name} has the same version as {other}. If they are two migrations, give the new one {NewVersion(chain)}; if one "
                        + "was renamed and edited, restore its name and put the edit into "
                        + $"{NewMigration(chain)}."
                );
            }
        }
    }

    /// <summary>What a late migration or library step needs in words.</summary>
    public static string NewVersion(MigrationChain chain) => chain.Library is null ? "a new timestamp" : "the next number";

    private static string NewMigration(MigrationChain chain) => chain.Library is null ? "a migration of its own" : "a step of its own";
}
