namespace Capsule.Migrations;

/// <summary>Tells where each migration stands, from what the bundle has and what the database tells.</summary>
/// <param name="known">What the bundle has, oldest first.</param>
/// <param name="history">What happened, oldest first.</param>
/// <param name="applied">Names in EF Core's own history.</param>
/// <param name="target">Up to which version; null for all.</param>
internal sealed class MigrationStates(
    IReadOnlyList<KnownMigration> known,
    IReadOnlyList<HistoryEntry> history,
    IReadOnlySet<string> applied,
    string? target = null
)
{
    private readonly string? _baseline = history.LastOrDefault(entry => entry.Type == HistoryEntryType.Baseline)?.Version;

    /// <summary>The version of the newest applied migration; null when there is none.</summary>
    public string? Newest => applied.Max(StringComparer.Ordinal)?.Split('_', 2)[0];

    /// <summary>How many steps of a migration an attempt that did not finish committed; null when there was none.</summary>
    public int? StepsDone(string name) => Last(name) is { Type: HistoryEntryType.Migration, Success: false } last ? last.StepsDone : null;

    /// <summary>All migrations that the bundle has or that the database ever heard of, by version.</summary>
    public IReadOnlyList<MigrationInfo> All()
    {
        var names = known.Select(migration => migration.Name).ToHashSet(StringComparer.Ordinal);
        var newestKnown = known.Count > 0 ? known[^1].Version : "";
        return
        [
            .. known
                .Select(Known)
                .Concat(applied.Where(name => !names.Contains(name)).Select(name => Foreign(name, newestKnown)))
                .Concat(
                    history
                        .Select(entry => entry.Name)
                        .Distinct(StringComparer.Ordinal)
                        .Where(name => !names.Contains(name) && !applied.Contains(name) && IsWorthTelling(name))
                        .Select(Gone)
                )
                .OrderBy(migration => migration.Version, StringComparer.Ordinal),
        ];
    }

    private MigrationInfo Known(KnownMigration migration)
    {
        var last = Last(migration.Name);
        if (!applied.Contains(migration.Name))
        {
            return Of(migration.Name, Waiting(migration.Version, last), last);
        }

        var comparison = Compare(migration, last);
        var state = IsBelow(migration.Version, last)
            ? migration.Version == _baseline
                ? MigrationState.Baseline
                : MigrationState.BelowBaseline
            : comparison == ChecksumComparison.Changed
                ? MigrationState.Outdated
                : IsOutOfOrder(migration.Version, last)
                    ? MigrationState.OutOfOrder
                    : MigrationState.Success;
        return Of(migration.Name, state, last) with { Checksum = comparison };
    }

    private MigrationState Waiting(string version, HistoryEntry? last) =>
        last switch
        {
            { Type: HistoryEntryType.Migration, Success: false } => MigrationState.Failed,
            { Type: HistoryEntryType.Undo } => MigrationState.Undone,
            _ when _baseline is not null && string.CompareOrdinal(version, _baseline) <= 0 => MigrationState.BelowBaseline,
            _ => target is not null && string.CompareOrdinal(version, target) > 0 ? MigrationState.AboveTarget : MigrationState.Pending,
        };

    private MigrationInfo Foreign(string name, string newestKnown) =>
        Of(
            name,
            string.CompareOrdinal(name.Split('_', 2)[0], newestKnown) > 0 ? MigrationState.Future : MigrationState.Missing,
            Last(name)
        );

    private MigrationInfo Gone(string name)
    {
        var last = Last(name)!;
        return Of(name, last.Type == HistoryEntryType.Delete ? MigrationState.Deleted : MigrationState.Failed, last);
    }

    private bool IsWorthTelling(string name) =>
        Last(name) is { Type: HistoryEntryType.Delete } or { Type: HistoryEntryType.Migration, Success: false };

    private HistoryEntry? Last(string name) => history.LastOrDefault(entry => entry.Name == name);

    // A baseline's own row carries the version; those below it have no row of their own.
    private bool IsBelow(string version, HistoryEntry? last) =>
        _baseline is not null && string.CompareOrdinal(version, _baseline) <= 0 && last is null or { Type: HistoryEntryType.Baseline };

    private bool IsOutOfOrder(string version, HistoryEntry? last) =>
        last is not null
        && history.Any(entry =>
            entry.Rank < last.Rank
            && entry is { Type: HistoryEntryType.Migration, Success: true }
            && string.CompareOrdinal(entry.Version, version) > 0
            && applied.Contains(entry.Name)
            && Last(entry.Name)!.Rank < last.Rank
        );

    private static ChecksumComparison Compare(KnownMigration migration, HistoryEntry? last) =>
        last is not { Type: HistoryEntryType.Migration, Checksum: { } checksum } || migration.Checksum is null ? ChecksumComparison.Unknown
        : checksum == migration.Checksum ? ChecksumComparison.Ok
        : ChecksumComparison.Changed;

    private static MigrationInfo Of(string name, MigrationState state, HistoryEntry? entry)
    {
        var parts = name.Split('_', 2);
        return new MigrationInfo(
            parts[0],
            parts is [_, var description] ? description : "",
            state,
            ChecksumComparison.Unknown,
            entry?.Rank,
            entry?.InstalledOn,
            entry?.InstalledBy,
            entry?.Milliseconds,
            entry?.Error
        );
    }
}
