namespace Capsule.Migrations;

/// <summary>Decides what a run applies.</summary>
internal static class PendingMigrations
{
    /// <summary>What is to be applied: the steps of libraries, then the service's own migrations, each oldest first.</summary>
    /// <exception cref="MigrationException">
    /// The database and the bundle contradict each other (<see cref="HistoryConflicts"/>), or something is pending below the newest applied
    /// and that is not allowed.
    /// </exception>
    public static IReadOnlyList<PendingMigration> Of(MigrationCatalog catalog, SchemaStates states, MigrationOptions options)
    {
        var last = options.Target is null ? null : catalog.Find(options.Target);
        return [.. states.Chains.SelectMany(pair => Of(pair.Chain, pair.States, catalog.LimitOf(pair.Chain, last), options))];
    }

    private static List<PendingMigration> Of(MigrationChain chain, MigrationStates states, string? limit, MigrationOptions options)
    {
        var waiting = states
            .All()
            .Where(migration => migration.State is MigrationState.Pending or MigrationState.Failed or MigrationState.Undone)
            .Where(migration => !options.Skip.Contains(migration.Name))
            .Where(migration => limit is null || string.CompareOrdinal(migration.Version, limit) <= 0)
            .Select(migration => migration.Name)
            .ToHashSet(StringComparer.Ordinal);
        var pending = chain.Migrations.Where(migration => waiting.Contains(migration.Name)).ToList();
        if (HistoryConflicts.Of(chain, states, pending).FirstOrDefault() is { } conflict)
        {
            throw new MigrationException(MigrationErrorKind.HistoryConflict, conflict.Text);
        }

        var late = pending.Find(migration => string.CompareOrdinal(migration.Version, states.Newest) < 0);
        if (!options.OutOfOrder && late is not null)
        {
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{late.Name} is pending, but {states.Newest} is already applied. Give it {HistoryConflicts.NewVersion(chain)}, "
                    + "or allow it with --out-of-order."
            );
        }

        return [.. pending.Select(migration => new PendingMigration(migration, states.Attempt(migration.Name)))];
    }
}
