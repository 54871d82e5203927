namespace Capsule.Migrations;

/// <summary>Prepares what a run applies, and refuses before anything is changed what is known to fail.</summary>
internal static class RunPlan
{
    /// <summary>Reads the statements of all pending migrations and checks what they need.</summary>
    /// <exception cref="MigrationException">
    /// The SQL of a migration cannot be read, a committed step was edited, or the owner lacks a privilege.
    /// </exception>
    public static async Task<IReadOnlyList<PlannedMigration>> PrepareAsync(
        MigrationSession session,
        IReadOnlyList<PendingMigration> pending,
        CancellationToken cancellationToken
    )
    {
        var planned = new List<PlannedMigration>();
        foreach (var (migration, attempt) in pending)
        {
            var steps = session.Catalog.Up(migration);
            StepResumption.Check(migration, steps, attempt, "migrate");
            planned.Add(new PlannedMigration(migration, steps, attempt));
        }

        if (planned.Count > 0)
        {
            var rights = await HistoryRights.ReadAsync(session.Connection, session.Options.SchemaName, cancellationToken);
            rights.RequireCreate(session.Options.SchemaName);
            await ExtensionRights.CheckAsync(session.Connection, planned, rights, cancellationToken);
        }

        return planned;
    }
}
