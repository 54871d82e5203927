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
        var applied = (await session.StatesAsync(cancellationToken)).All().Where(migration => migration.IsApplied).ToList();
        var above = target switch
        {
            null => applied.TakeLast(1).ToList(),
            "0" => applied.AsEnumerable().Reverse().ToList(),
            _ => Above(
                applied,
                session.Catalog.Chains.Any(chain => target == $"{chain.Library}/0") ? target : session.Catalog.Find(target).Version
            ),
        };
        return
            above.Find(migration => migration.State is MigrationState.Baseline or MigrationState.Missing or MigrationState.Future)
                is { } foreign
            ? throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{foreign.Name} cannot be undone: this bundle did not apply it."
            )
            : [.. above.Select(info => session.Catalog.All.First(migration => migration.Name == info.Name))];
    }

    private static List<MigrationInfo> Above(IEnumerable<MigrationInfo> applied, string version) =>
        [
            .. applied
                .Where(migration =>
                    migration.Library == MigrationChain.LibraryOf(version) && string.CompareOrdinal(migration.Version, version) > 0
                )
                .Reverse(),
        ];

    /// <summary>Runs Down of each; those before one that fails stay undone.</summary>
    /// <exception cref="MigrationException">One failed.</exception>
    public static async Task<IReadOnlyList<AppliedMigration>> RunAsync(
        MigrationSession session,
        IReadOnlyList<KnownMigration> migrations,
        CancellationToken cancellationToken
    )
    {
        var undone = new List<AppliedMigration>();
        foreach (var migration in migrations)
        {
            try
            {
                undone.Add(new AppliedMigration(migration.Name, await session.Executor.UndoAsync(migration, cancellationToken)));
            }
            catch (StepFailedException exception)
            {
                throw new MigrationException(
                    MigrationErrorKind.MigrationFailed,
                    $"{migration.Name} could not be undone and stays: {exception.Message}",
                    exception
                );
            }

            session.Options.Progress($"undone {migration.Name} in {undone[^1].Milliseconds} ms");
        }

        return undone;
    }
}
