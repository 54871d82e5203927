using Npgsql;

namespace Capsule.Migrations;

/// <summary>Takes migrations back, newest first.</summary>
internal static class MigrationUndo
{
    /// <summary>
    /// What would be taken back to reach <paramref name="target"/>: null for the last one, 0 for all; otherwise what follows it in its
    /// chain, so that a library's step can be undone while the service's migrations stay; <c>Capsule.Messaging/0</c> for all of a library.
    /// </summary>
    /// <exception cref="MigrationException">One of them is not the bundle's.</exception>
    public static async Task<IReadOnlyList<KnownMigration>> PlanAsync(
        MigrationSession session,
        string? target,
        CancellationToken cancellationToken
    )
    {
        var all = (await session.StatesAsync(cancellationToken)).All();
        RefuseHalfDone(all);
        var applied = all.Where(migration => migration.IsApplied).ToList();
        var halfUndone = applied.FindLast(migration => migration.State == MigrationState.HalfUndone);
        var above = target switch
        {
            null => halfUndone is null ? applied.TakeLast(1).ToList() : [halfUndone],
            "0" => applied.AsEnumerable().Reverse().ToList(),
            _ => Above(
                applied,
                session.Catalog.Chains.Any(chain => target == $"{chain.Library}/0") ? target : session.Catalog.Find(target).Version
            ),
        };
        if (halfUndone is not null && !above.Contains(halfUndone))
        {
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{halfUndone.Name} is half undone, and the target leaves it as it is. Run undo without a target to finish it first."
            );
        }

        return
            above.Find(migration => migration.State is MigrationState.Baseline or MigrationState.Missing or MigrationState.Future)
                is { } foreign
            ? throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{foreign.Name} cannot be undone: this bundle did not apply it. {WayOut(foreign.State)}"
            )
            : [.. above.Select(info => session.Catalog.All.First(migration => migration.Name == info.Name))];
    }

    private static string WayOut(MigrationState state) =>
        state switch
        {
            MigrationState.Future => "Run undo with the bundle that has it.",
            MigrationState.Missing => "Restore the migration under this name and run undo again, or run repair to strike it off.",
            _ => "A baseline stands for a schema that was made by other means; what that made is not undone.",
        };

    private static void RefuseHalfDone(IReadOnlyList<MigrationInfo> all)
    {
        if (all.FirstOrDefault(migration => migration is { State: MigrationState.Failed, StepsDone: > 0 }) is { } failed)
        {
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{failed.Name} is half applied: {failed.StepsDone} of its steps are committed. Run migrate to finish it before an undo, or revert "
                    + $"by hand what they did and run repair --forget {failed.Name}."
            );
        }
    }

    private static List<MigrationInfo> Above(IEnumerable<MigrationInfo> applied, string version) =>
        [
            .. applied
                .Where(migration =>
                    migration.Library == MigrationChain.LibraryOf(version) && string.CompareOrdinal(migration.Version, version) > 0
                )
                .Reverse(),
        ];

    /// <summary>Runs Down of each, or what an undo that did not finish left of it; those before one that fails stay undone.</summary>
    /// <exception cref="MigrationException">One failed.</exception>
    public static async Task<IReadOnlyList<AppliedMigration>> RunAsync(
        MigrationSession session,
        NpgsqlConnectionStringBuilder owner,
        IReadOnlyList<KnownMigration> migrations,
        CancellationToken cancellationToken
    )
    {
        var states = await session.StatesAsync(cancellationToken);
        var undone = new List<AppliedMigration>();
        foreach (var migration in migrations)
        {
            try
            {
                var took = await session.Executor.UndoAsync(migration, states.UndoAttempt(migration.Name), cancellationToken);
                undone.Add(new AppliedMigration(migration.Name, took));
            }
            catch (StepFailedException exception)
            {
                throw await MigrationFailure.NoteAsync(session, owner, migration, HistoryEntryType.Undo, exception, cancellationToken);
            }

            session.Options.Progress($"undone {migration.Name} in {undone[^1].Milliseconds} ms");
        }

        return undone;
    }
}
