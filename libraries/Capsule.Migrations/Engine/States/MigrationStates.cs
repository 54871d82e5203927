namespace Capsule.Migrations;

/// <summary>Tells where each migration stands, from what the bundle has and what the database tells.</summary>
internal sealed class MigrationStates
{
    private readonly IReadOnlyList<KnownMigration> _known;
    private readonly IReadOnlyList<HistoryEntry> _history;
    private readonly IReadOnlySet<string> _applied;
    private readonly string? _target;
    private readonly string? _baseline;
    private readonly Dictionary<string, HistoryEntry> _latest = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _renamed;

    public MigrationStates(
        IReadOnlyList<KnownMigration> known,
        IReadOnlyList<HistoryEntry> history,
        IReadOnlySet<string> applied,
        string? target = null
    )
    {
        (_known, _history, _applied, _target) = (known, history, applied, target);
        _baseline = history.LastOrDefault(entry => entry.Type == HistoryEntryType.Baseline)?.Version;
        foreach (var entry in history)
        {
            _latest[entry.Name] = entry;
        }

        _renamed = RenamedMigrations.Find(known, _latest, applied);
    }

    /// <summary>The version of the newest applied migration; null when there is none.</summary>
    public string? Newest => _applied.Max(StringComparer.Ordinal)?.Split('_', 2)[0];

    /// <summary>Returns the newest attempt at a migration when it did not finish; null when there is none.</summary>
    public HistoryEntry? Attempt(string name) => Last(name) is { Type: HistoryEntryType.Migration, Success: false } last ? last : null;

    /// <summary>Returns the undo of a migration that did not finish; null when there is none.</summary>
    public HistoryEntry? UndoAttempt(string name) => Last(name) is { Type: HistoryEntryType.Undo, Success: false } last ? last : null;

    /// <summary>
    /// Returns another migration of the same version that is applied, half applied or in the bundle as well; null when there is none.
    /// </summary>
    public string? SameVersion(KnownMigration migration) =>
        _applied
            .Concat(_latest.Values.Where(entry => entry.IsHalfDone).Select(entry => entry.Name))
            .Concat(_known.Select(other => other.Name))
            .FirstOrDefault(name => name != migration.Name && name.Split('_', 2)[0] == migration.Version);

    /// <summary>All migrations that the bundle has or that the database ever heard of, by version.</summary>
    public IReadOnlyList<MigrationInfo> All()
    {
        var names = _known.Select(migration => migration.Name).ToHashSet(StringComparer.Ordinal);
        var newestKnown = _known.Count > 0 ? _known[^1].Version : "";
        return
        [
            .. _known
                .Select(Known)
                .Concat(_applied.Where(IsGone).Select(name => Foreign(name, newestKnown)))
                .Concat(_latest.Keys.Where(name => IsGone(name) && !_applied.Contains(name) && IsWorthTelling(name)).Select(Gone))
                .OrderBy(migration => migration.Name, StringComparer.Ordinal),
        ];

        bool IsGone(string name) => !names.Contains(name) && !_renamed.Values.Contains(name);
    }

    private MigrationInfo Known(KnownMigration migration)
    {
        if (_renamed.TryGetValue(migration.Name, out var old))
        {
            var renamed = UndoAttempt(old) is null ? MigrationState.Renamed : MigrationState.HalfUndone;
            return Of(migration.Name, renamed, Last(old)) with { Checksum = ChecksumComparison.Ok, OldName = old };
        }

        var last = Last(migration.Name);
        if (!_applied.Contains(migration.Name))
        {
            return Of(migration.Name, Waiting(migration.Version, last), last);
        }

        if (UndoAttempt(migration.Name) is not null)
        {
            return Of(migration.Name, MigrationState.HalfUndone, last);
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
            _ => _target is not null && string.CompareOrdinal(version, _target) > 0 ? MigrationState.AboveTarget : MigrationState.Pending,
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

    // A failed attempt that left nothing behind matters only to a bundle that has the migration.
    private bool IsWorthTelling(string name) =>
        Last(name) is { Type: HistoryEntryType.Delete } or { Type: HistoryEntryType.Migration, IsHalfDone: true };

    private HistoryEntry? Last(string name) => _latest.GetValueOrDefault(name);

    // A baseline's own row carries the version; those below it have no row of their own.
    private bool IsBelow(string version, HistoryEntry? last) =>
        _baseline is not null && string.CompareOrdinal(version, _baseline) <= 0 && last is null or { Type: HistoryEntryType.Baseline };

    private bool IsOutOfOrder(string version, HistoryEntry? last) =>
        last is not null
        && _history.Any(entry =>
            entry.Rank < last.Rank
            && entry is { Type: HistoryEntryType.Migration, Success: true }
            && string.CompareOrdinal(entry.Version, version) > 0
            && _applied.Contains(entry.Name)
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
            entry?.Error,
            entry is { Success: false } ? entry.StepsDone : null
        );
    }
}
