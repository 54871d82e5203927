namespace Capsule.Migrations;

/// <summary>
/// Finds migrations that the database has under another name: the bundle lacks the old name, and what the migration does is the same.
/// </summary>
internal static class RenamedMigrations
{
    /// <summary>Returns the old name of each renamed migration by its new name.</summary>
    /// <param name="known">The migrations that the bundle has.</param>
    /// <param name="latest">The newest row of each name.</param>
    /// <param name="applied">The names in EF Core's history.</param>
    public static IReadOnlyDictionary<string, string> Find(
        IReadOnlyList<KnownMigration> known,
        IReadOnlyDictionary<string, HistoryEntry> latest,
        IReadOnlySet<string> applied
    )
    {
        var names = known.Select(migration => migration.Name).ToHashSet(StringComparer.Ordinal);
        var gone = latest
            .Values.Where(entry => !names.Contains(entry.Name) && entry.Checksum is not null)
            .Where(entry => entry.Type == HistoryEntryType.Migration || entry is { Type: HistoryEntryType.Undo, Success: false })
            .Where(entry => applied.Contains(entry.Name) || entry.IsHalfDone)
            .ToList();
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var migration in known.Where(migration => gone.Count > 0 && IsNew(migration.Name, latest, applied)))
        {
            var same = gone.Where(entry => entry.Checksum == migration.Checksum).ToList();
            if ((same.Find(entry => entry.Version == migration.Version) ?? same.FirstOrDefault()) is { } old)
            {
                renamed.Add(migration.Name, old.Name);
                gone.Remove(old);
            }
        }

        return renamed;
    }

    private static bool IsNew(string name, IReadOnlyDictionary<string, HistoryEntry> latest, IReadOnlySet<string> applied) =>
        !applied.Contains(name) && latest.GetValueOrDefault(name) is not { Type: HistoryEntryType.Migration, IsHalfDone: true };
}
