using Npgsql;

namespace Capsule.Migrations;

/// <summary>Makes the history agree with the bundle again; touches nothing else of the database.</summary>
internal static class HistoryRepair
{
    /// <summary>
    /// Says what there is to repair and, unless <paramref name="dryRun"/>, does it: failed attempts are removed, checksums become those of
    /// the lock file, applied migrations that the bundle no longer has are struck off.
    /// </summary>
    /// <exception cref="MigrationException">Another migrator held the lock until the deadline.</exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(MigrationSession session, bool dryRun, CancellationToken cancellationToken)
    {
        if (!dryRun)
        {
            // It also makes the histories where they are not there, which to look at them is no reason for.
            await session.LockAsync(cancellationToken);
        }

        var findings = new List<Finding>();
        var statements = new List<NpgsqlBatchCommand>();
        var known = session.Catalog.All.ToDictionary(migration => migration.Name, StringComparer.Ordinal);
        foreach (var migration in (await session.StatesAsync(cancellationToken)).All())
        {
            switch (migration.State)
            {
                case MigrationState.Failed:
                    findings.Add(
                        new("failed", migration.Name, $"{migration.Name}: the failed attempt of {migration.InstalledOn:u} is forgotten")
                    );
                    break;
                case MigrationState.Outdated:
                    findings.Add(
                        new("changed", migration.Name, $"{migration.Name}: the checksum becomes {known[migration.Name].Checksum}")
                    );
                    statements.Add(session.History.Realign(migration.Version, known[migration.Name].Checksum!));
                    break;
                case MigrationState.Missing:
                    findings.Add(new("missing", migration.Name, $"{migration.Name}: is struck off"));
                    statements.Add(
                        session.History.Insert(new KnownMigration(migration.Name, null, null), HistoryEntryType.Delete, true, 0)
                    );
                    statements.Add(AppliedHistory.Delete(session.Options.SchemaName, migration.Name));
                    break;
            }
        }

        if (!dryRun)
        {
            await session.History.WriteAsync(
                [session.History.DeleteFailed(), .. statements, AppliedHistory.SetSchemaVersion(session.Options.SchemaName)],
                cancellationToken
            );
        }

        return findings;
    }
}
