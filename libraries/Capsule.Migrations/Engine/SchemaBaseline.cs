namespace Capsule.Migrations;

/// <summary>Adopts a schema that was made by other means.</summary>
internal static class SchemaBaseline
{
    /// <summary>Notes that the schema is at <paramref name="version"/>; returns the migrations that count as applied from now on.</summary>
    /// <exception cref="MigrationException">
    /// The schema has a history already, or another migrator held the lock until the deadline.
    /// </exception>
    public static async Task<IReadOnlyList<KnownMigration>> SetAsync(
        MigrationSession session,
        string version,
        CancellationToken cancellationToken
    )
    {
        var at = session.Catalog.Find(version);
        var states = await session.LockAsync(cancellationToken);
        if (states.All().FirstOrDefault(migration => migration is { State: MigrationState.Failed, StepsDone: > 0 }) is { } unfinished)
        {
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"{unfinished.Name} is half applied: {unfinished.StepsDone} of its steps are committed. Run migrate to finish it, or revert by hand "
                    + $"what they did and run repair --forget {unfinished.Name}, before a baseline."
            );
        }

        if (await session.AppliedAsync(cancellationToken) is { Count: > 0 } applied)
        {
            throw new MigrationException(
                MigrationErrorKind.HistoryConflict,
                $"The schema {session.Options.SchemaName} has a history of {applied.Count} migrations already; a baseline is for one that has none."
            );
        }

        var below = session.Catalog.UpTo(at);

        // Each chain has a baseline of its own: a step that a library brings later is pending, whatever the service's migrations are at.
        var baselines = session.Catalog.Chains.Select(chain => chain.Migrations.LastOrDefault(below.Contains)).OfType<KnownMigration>();
        await session.History.WriteAsync(
            below
                .Select(migration => AppliedHistory.Insert(session.Options.SchemaName, migration.Name))
                .Append(AppliedHistory.SetSchemaVersion(session.Options.SchemaName))
                .Concat(baselines.Select(migration => session.History.Insert(migration, HistoryEntryType.Baseline, true, 0))),
            cancellationToken
        );
        return below;
    }
}
