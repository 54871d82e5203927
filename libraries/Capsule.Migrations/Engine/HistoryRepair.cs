using Npgsql;

namespace Capsule.Migrations;

/// <summary>Makes the history agree with the bundle again; touches nothing else of the database.</summary>
internal static class HistoryRepair
{
    /// <summary>
    /// Says what there is to repair and, unless <paramref name="dryRun"/>, does it: attempts that left nothing behind are removed,
    /// checksums become those of the lock file, renamed migrations get their new names, applied migrations that the bundle no longer has
    /// are struck off. Attempts with committed steps stay, because the next run continues there, except that at <paramref name="forget"/>.
    /// </summary>
    /// <exception cref="MigrationException">
    /// Another migrator held the lock until the deadline, or there is no unfinished attempt at <paramref name="forget"/>.
    /// </exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        MigrationSession session,
        bool dryRun,
        string? forget,
        CancellationToken cancellationToken
    )
    {
        // The lock creates the histories where they are missing, which a dry run must not.
        var states = dryRun ? await session.StatesAsync(cancellationToken) : await session.LockAsync(cancellationToken);
        var all = states.All();
        if (forget is not null && !all.Any(migration => IsUnfinished(migration) && migration.Name == forget))
        {
            throw new MigrationException(
                MigrationErrorKind.UnknownMigration,
                $"There is no unfinished attempt at {forget} to forget; info lists where every migration stands."
            );
        }

        var findings = new List<Finding>();
        var statements = new List<NpgsqlBatchCommand>();
        foreach (var migration in all)
        {
            var (finding, repairs) = Of(session, migration, forget);
            if (finding is not null)
            {
                findings.Add(finding);
                statements.AddRange(repairs);
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

    private static (Finding? Finding, IEnumerable<NpgsqlBatchCommand> Repairs) Of(
        MigrationSession session,
        MigrationInfo migration,
        string? forget
    )
    {
        var name = migration.Name;
        switch (migration.State)
        {
            case MigrationState.Renamed or MigrationState.HalfUndone when migration.OldName is not null:
                return (
                    new("renamed", name, $"{name}: is the new name of {migration.OldName}"),
                    RenamesInHistory.Statements(session, migration)
                );
            case MigrationState.Failed or MigrationState.HalfUndone when name == forget:
                return (
                    new(
                        "failed",
                        name,
                        $"{name}: the attempt of {migration.InstalledOn:u} and its {migration.StepsDone} committed steps are forgotten"
                    ),
                    [session.History.DeleteAttempts(name)]
                );
            case MigrationState.Failed or MigrationState.HalfUndone when migration.StepsDone > 0 || migration.Error is null:
                return (new("kept", name, $"{name}: {Continuation(migration)}"), []);
            case MigrationState.Failed or MigrationState.HalfUndone:
                return (new("failed", name, $"{name}: the failed attempt of {migration.InstalledOn:u} is forgotten"), []);
            case MigrationState.Outdated:
                var checksum = session.Catalog.All.First(known => known.Name == name).Checksum!;
                return (new("changed", name, $"{name}: the checksum becomes {checksum}"), [session.History.Realign(name, checksum)]);
            // Struck off, it would run again as the other one if it was renamed and edited.
            case MigrationState.Missing when session.Catalog.All.FirstOrDefault(known => known.Version == migration.Version) is { } other:
                return (
                    new(
                        "kept",
                        name,
                        $"{name}: stays, because {other.Name} has its version: restore the name if it was renamed, or give the other a new version"
                    ),
                    []
                );
            case MigrationState.Missing:
                return (
                    new("missing", name, $"{name}: is struck off"),
                    [
                        session.History.Insert(new KnownMigration(name, null, null), HistoryEntryType.Delete, true, 0),
                        AppliedHistory.Delete(session.Options.SchemaName, name),
                    ]
                );
            default:
                return (null, []);
        }
    }

    private static bool IsUnfinished(MigrationInfo migration) => migration.State is MigrationState.Failed or MigrationState.HalfUndone;

    private static string Continuation(MigrationInfo migration)
    {
        var (command, what) = migration.State == MigrationState.Failed ? ("migrate", "applied") : ("undo", "undone");
        return $"is half {what}, {migration.StepsDone} steps are committed and stay noted; {command} continues behind them";
    }
}
