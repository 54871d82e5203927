namespace Capsule.Migrations;

/// <summary>Decides whether an attempt that did not finish can be continued with the steps that the bundle has now.</summary>
internal static class StepResumption
{
    /// <summary>Refuses to continue when a step that is committed is not the same any more.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="steps">Its steps, or those of its undo, as the bundle has them.</param>
    /// <param name="attempt">The attempt; null when there is none.</param>
    /// <param name="command">The command that continues: migrate or undo.</param>
    /// <exception cref="MigrationException">A committed step was edited or removed.</exception>
    public static void Check(KnownMigration migration, IReadOnlyList<MigrationStep> steps, HistoryEntry? attempt, string command)
    {
        if (attempt is null || attempt.StepsDone == 0 || (attempt.Checksum is not null && attempt.Checksum == migration.Checksum))
        {
            return;
        }

        for (var i = 0; i < attempt.StepsDone; i++)
        {
            if (i >= steps.Count || attempt.StepChecksums is not { } checksums || checksums[i] != steps[i].Checksum)
            {
                throw new MigrationException(
                    MigrationErrorKind.HistoryConflict,
                    $"{migration.Name}: step {i + 1} of {steps.Count} was edited, but an earlier {command} has committed it, and the edit would "
                        + "never take effect. Undo the edit and run "
                        + $"{command} again, and put the change into a later step or a new migration. If you have reverted by hand what the "
                        + $"committed steps did, run repair --forget {migration.Name}."
                );
            }
        }
    }
}
