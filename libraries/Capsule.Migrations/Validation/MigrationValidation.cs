using Microsoft.EntityFrameworkCore;

namespace Capsule.Migrations;

/// <summary>Compares the bundle with its lock file, its model and the database's history.</summary>
internal static class MigrationValidation
{
    /// <summary>Returns the findings; none when all agree.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var states = await session.StatesAsync(cancellationToken);
        return
        [
            .. Bundle(session),
            .. states
                .Chains.SelectMany(pair => pair.States.All().Select(migration => Database(migration, pair.States.Newest)))
                .OfType<Finding>(),
            .. states.Chains.SelectMany(pair => Pending(pair.Chain, pair.States)),
        ];
    }

    private static IEnumerable<Finding> Bundle(MigrationSession session)
    {
        foreach (var migration in session.Catalog.Migrations)
        {
            switch (session.Catalog.Check(migration))
            {
                case ChecksumState.Unlocked:
                    yield return new("unlocked", migration.Name, $"{migration.Name} is not in {LockFile.FileName}: run capsule db lock.");
                    break;
                case ChecksumState.Edited:
                    yield return new(
                        "edited",
                        migration.Name,
                        $"{migration.Name} was edited since {LockFile.FileName} was written: undo the edit, or, if nobody has applied it, write it anew with capsule db lock."
                    );
                    break;
            }
        }

        if (session.Context.Database.HasPendingModelChanges())
        {
            yield return new("model", null, "The model has changes that no migration makes: run capsule db add.");
        }
    }

    private static Finding? Database(MigrationInfo migration, string? newest) =>
        migration.State switch
        {
            MigrationState.Outdated => new(
                "changed",
                migration.Name,
                $"{migration.Name} is not what was applied: undo the edit, or run repair if the database is right."
            ),
            MigrationState.Missing => new(
                "missing",
                migration.Name,
                $"{migration.Name} was applied, but this bundle does not have it: bring it back, or run repair to strike it off."
            ),
            MigrationState.Renamed => new(
                "renamed",
                migration.Name,
                $"{migration.Name} was applied as {migration.OldName}: restore the name, or run repair to rename it in the history."
            ),
            MigrationState.HalfUndone => new(
                "undo",
                migration.Name,
                $"{migration.Name} is half undone, {migration.StepsDone} steps are committed: {migration.Error ?? "it was cut off"}. Run undo to finish it."
            ),
            MigrationState.Failed when migration.StepsDone > 0 => new(
                "failed",
                migration.Name,
                $"{migration.Name} is half applied, {migration.StepsDone} steps are committed: {migration.Error ?? "it was cut off"}. "
                    + "Run migrate, which continues behind them."
            ),
            MigrationState.Failed => new(
                "failed",
                migration.Name,
                $"{migration.Name} failed: {migration.Error ?? "it was cut off"}. Run migrate again, or repair to forget the attempt."
            ),
            MigrationState.Pending when string.CompareOrdinal(migration.Version, newest) < 0 => new(
                "order",
                migration.Name,
                $"{migration.Name} is pending, but {newest} is already applied: give it {(migration.Library is null ? "a new timestamp" : "the next number")}, or allow it with --out-of-order."
            ),
            _ => null,
        };

    // Conflicts of pending migrations, which migrate refuses.
    private static IEnumerable<Finding> Pending(MigrationChain chain, MigrationStates states)
    {
        var waiting = states
            .All()
            .Where(migration => migration.State is MigrationState.Pending or MigrationState.Failed or MigrationState.Undone)
            .Select(migration => migration.Name)
            .ToHashSet(StringComparer.Ordinal);
        return HistoryConflicts
            .Of(chain, states, [.. chain.Migrations.Where(migration => waiting.Contains(migration.Name))])
            .Where(conflict => conflict.Kind == "version");
    }
}
