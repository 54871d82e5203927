namespace Capsule.Migrations;

/// <summary>Notes in both histories that a migration has another name now.</summary>
internal static class RenamesInHistory
{
    /// <summary>
    /// Renames what kept its version; a migration whose version changed as well waits for repair, because it could be a copy. The caller
    /// holds the lock. Returns where every migration stands then.
    /// </summary>
    public static async Task<SchemaStates> NoteAsync(MigrationSession session, SchemaStates states, CancellationToken cancellationToken)
    {
        var renamed = states.All().Where(migration => migration.OldName is { } old && old.Split('_', 2)[0] == migration.Version).ToList();
        if (renamed.Count == 0)
        {
            return states;
        }

        await session.History.WriteAsync(
            [
                .. renamed.SelectMany(migration => Statements(session, migration)),
                AppliedHistory.SetSchemaVersion(session.Options.SchemaName),
            ],
            cancellationToken
        );
        foreach (var migration in renamed)
        {
            session.Options.Progress($"{migration.OldName} is called {migration.Name} now; noted in the history");
        }

        return await session.StatesAsync(cancellationToken);
    }

    /// <summary>The statements that note a renamed migration.</summary>
    public static IEnumerable<Npgsql.NpgsqlBatchCommand> Statements(MigrationSession session, MigrationInfo renamed)
    {
        var migration = session.Catalog.All.First(known => known.Name == renamed.Name);
        return
        [
            session.History.Rename(renamed.OldName!, migration),
            AppliedHistory.Rename(session.Options.SchemaName, renamed.OldName!, renamed.Name),
        ];
    }
}
