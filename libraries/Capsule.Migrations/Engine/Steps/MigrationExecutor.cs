namespace Capsule.Migrations;

/// <summary>
/// Runs the steps of one migration. Its last step, EF Core's history and ours commit together, so that wherever the process dies the next
/// run knows which steps are done.
/// </summary>
internal sealed class MigrationExecutor(
    StepExecutor executor,
    SessionDefaults session,
    MigrationCatalog catalog,
    SchemaHistory history,
    MigrationEvents events,
    TimeProvider clock
)
{
    /// <summary>Applies a migration, or what its last attempt left of it; returns how long it took in milliseconds.</summary>
    /// <exception cref="StepFailedException">A step failed; the steps before it stay.</exception>
    /// <exception cref="MigrationException">A step that the last attempt committed was edited since.</exception>
    public async Task<long> ApplyAsync(PlannedMigration planned, CancellationToken cancellationToken)
    {
        var (known, steps, attempt) = planned;
        var published = await events.AppliedAsync(known, cancellationToken);
        var run = new StepRun(executor, history, known, HistoryEntryType.Migration, steps, attempt, clock);
        var took = await run.RunAsync(
            [AppliedHistory.Insert(history.Schema, known.Name), AppliedHistory.SetSchemaVersion(history.Schema), .. published],
            cancellationToken
        );
        await session.RestoreAsync(cancellationToken);
        return took;
    }

    /// <summary>Takes a migration back, or what its last undo left of it; returns how long it took in milliseconds.</summary>
    /// <exception cref="StepFailedException">A step failed; the steps before it stay.</exception>
    /// <exception cref="MigrationException">
    /// The migration cannot be undone, or a step that the last undo committed was edited since.
    /// </exception>
    public async Task<long> UndoAsync(KnownMigration known, HistoryEntry? attempt, CancellationToken cancellationToken)
    {
        var steps =
            catalog.Down(known)
            ?? throw new MigrationException(
                MigrationErrorKind.Irreversible,
                $"{known.Name} has no {(known.Step is null ? "Down" : "undo part")}, so it cannot be undone."
            );
        StepResumption.Check(known, steps, attempt, "undo");
        var run = new StepRun(executor, history, known, HistoryEntryType.Undo, steps, attempt, clock);
        var took = await run.RunAsync(
            [AppliedHistory.Delete(history.Schema, known.Name), AppliedHistory.SetSchemaVersion(history.Schema)],
            cancellationToken
        );
        await session.RestoreAsync(cancellationToken);
        return took;
    }
}
