using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Runs the steps of one migration. Its last step, EF Core's history and ours commit together, so that wherever the process dies the next
/// run knows which steps are done.
/// </summary>
internal sealed class MigrationExecutor(
    NpgsqlConnection connection,
    MigrationCatalog catalog,
    SchemaHistory history,
    MigrationEvents events,
    TimeProvider clock
)
{
    /// <summary>
    /// Applies a migration, or what an earlier attempt left of it after <paramref name="stepsDone"/> steps; returns how long it took in
    /// milliseconds.
    /// </summary>
    /// <exception cref="StepFailedException">A step failed; the steps before it stay.</exception>
    public async Task<long> ApplyAsync(KnownMigration known, int? stepsDone, CancellationToken cancellationToken)
    {
        var steps = catalog.Up(known);
        var published = await events.AppliedAsync(known, cancellationToken);
        var run = new StepRun(connection, history, known, steps, stepsDone, clock);
        await run.StartAsync(cancellationToken);
        for (var i = stepsDone ?? 0; i < steps.Count - 1; i++)
        {
            await run.StepAsync(i, cancellationToken);
        }

        return await run.FinishAsync(
            [AppliedHistory.Insert(history.Schema, known.Name), AppliedHistory.SetSchemaVersion(history.Schema), .. published],
            cancellationToken
        );
    }

    /// <summary>Takes a migration back; returns how long it took in milliseconds.</summary>
    /// <exception cref="StepFailedException">A step failed; the steps before it stay.</exception>
    public async Task<long> UndoAsync(KnownMigration known, CancellationToken cancellationToken)
    {
        var steps =
            catalog.Down(known)
            ?? throw new MigrationException(
                MigrationErrorKind.Irreversible,
                $"{known.Name} has no {(known.Step is null ? "Down" : "undo part")}, so it cannot be undone."
            );
        var start = clock.GetTimestamp();
        for (var i = 0; i < steps.Count - 1; i++)
        {
            await StepRun.ExecuteAsync(connection, steps[i], new StepPlace(i, IsNoted: false), () => [], cancellationToken);
        }

        await StepRun.ExecuteAsync(
            connection,
            steps[^1],
            new StepPlace(steps.Count - 1, IsNoted: false),
            () =>
                [
                    AppliedHistory.Delete(history.Schema, known.Name),
                    AppliedHistory.SetSchemaVersion(history.Schema),
                    history.Insert(known, HistoryEntryType.Undo, true, Elapsed()),
                ],
            cancellationToken
        );
        return Elapsed();

        long Elapsed() => (long)clock.GetElapsedTime(start).TotalMilliseconds;
    }
}
