namespace Capsule.Migrations;

/// <summary>
/// Finds migrations of one timestamp, as two branches make them. Which of them comes first is then a matter of their names, and a database
/// that has one already gets the other afterwards.
/// </summary>
internal static class SameVersionCheck
{
    private const string Id = "same-version";

    /// <summary>Returns a finding for each such migration that lint looks at, or whose partner it looks at.</summary>
    public static IEnumerable<LintFinding> Find(IReadOnlyList<KnownMigration> all, Func<string, bool> looksAt) =>
        from sameVersion in all.GroupBy(migration => migration.Version, StringComparer.Ordinal)
        where sameVersion.Count() > 1 && sameVersion.Any(migration => looksAt(migration.Name))
        select new LintFinding(
            sameVersion.Last().Name,
            Id,
            LintSeverity.Error,
            string.Join(", ", sameVersion.Select(migration => migration.Name)),
            $"they have the same version {sameVersion.Key}, so that databases may get them in different orders",
            "give the one that no database has yet a later timestamp: in the names of its files and in its Migration attribute"
        );
}
