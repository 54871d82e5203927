namespace Capsule.Migrations;

/// <summary>Decides what a run applies.</summary>
internal static class PendingMigrations
{
    /// <summary>What is to be applied, oldest first.</summary>
    /// <exception cref="BundleException">An applied migration was edited, or one is pending below the newest applied and that is not allowed.</exception>
    public static IReadOnlyList<PendingMigration> Of(MigrationCatalog catalog, MigrationStates states, MigrationOptions options)
    {
        var all = states.All();
        if (all.FirstOrDefault(migration => migration.State == MigrationState.Outdated) is { } edited)
        {
            throw new BundleException(
                BundleExitCode.Findings,
                $"{edited.Name} was edited after it was applied. Put the edit into a migration of its own; if the database is right as it is, run repair.");
        }

        var pending = all.Where(migration => migration.State is MigrationState.Pending or MigrationState.Failed or MigrationState.Undone)
            .Where(migration => !options.Skip.Contains(migration.Name))
            .Where(migration => options.Target is null || string.CompareOrdinal(migration.Version, catalog.Find(options.Target).Version) <= 0)
            .Join(catalog.Migrations, info => info.Name, known => known.Name, (info, known) => new PendingMigration(known, states.StepsDone(known.Name)))
            .ToList();
        if (!options.OutOfOrder && pending.Find(migration => string.CompareOrdinal(migration.Migration.Version, states.Newest) < 0) is { Migration: { } late })
        {
            throw new BundleException(
                BundleExitCode.Findings,
                $"{late.Name} is pending, but {states.Newest} is already applied. Give it a new timestamp, or allow it with --out-of-order.");
        }

        return pending;
    }
}
