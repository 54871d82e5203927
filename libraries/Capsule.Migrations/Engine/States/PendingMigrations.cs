namespace Capsule.Migrations;

/// <summary>Decides what a run applies.</summary>
internal static class PendingMigrations
{
    /// <summary>What is to be applied: the steps of libraries, then the service's own migrations, each oldest first.</summary>
    /// <exception cref="MigrationException">
    /// Something applied was edited, or something is pending below the newest applied and that is not allowed.
    /// </exception>
    public static IReadOnlyList<PendingMigration> Of(MigrationCatalog catalog, SchemaStates states, MigrationOptions options)
    {
        var last = options.Target is null ? null : catalog.Find(options.Target);
        return [.. states.Chains.SelectMany(pair => Of(pair.Chain, pair.States, catalog.LimitOf(pair.Chain, last), options))];
    }

    private static List<PendingMigration> Of(MigrationChain chain, MigrationStates states, string? limit, MigrationOptions options)
    {
        var all = states.All();
        if (all.FirstOrDefault(migration => migration.State == MigrationState.Outdated) is { } edited)
        {
            var wayOut = chain.Library is null ? "a migration of its own" : "a step of its own";
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{edited.Name} was edited after it was applied. Put the edit into {wayOut}; if the database is right as it is, run repair."
            );
        }

        var waiting = all.Where(migration => migration.State is MigrationState.Pending or MigrationState.Failed or MigrationState.Undone)
            .Where(migration => !options.Skip.Contains(migration.Name))
            .Where(migration => limit is null || string.CompareOrdinal(migration.Version, limit) <= 0)
            .Select(migration => migration.Name)
            .ToHashSet(StringComparer.Ordinal);
        var pending = chain.Migrations.Where(migration => waiting.Contains(migration.Name)).ToList();
        var late = pending.Find(migration => string.CompareOrdinal(migration.Version, states.Newest) < 0);
        if (!options.OutOfOrder && late is not null)
        {
            var wayOut = chain.Library is null ? "a new timestamp" : "the next number";
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{late.Name} is pending, but {states.Newest} is already applied. Give it {wayOut}, or allow it with --out-of-order."
            );
        }

        return [.. pending.Select(migration => new PendingMigration(migration, states.StepsDone(migration.Name)))];
    }
}
