namespace Capsule.Migrations;

/// <summary>Lets every rule look at migrations.</summary>
internal static class Linter
{
    /// <summary>Returns what the rules find, migration by migration.</summary>
    /// <param name="all">
    /// The library steps and migrations of the bundle; with <paramref name="released"/>, those of the release before first.
    /// </param>
    /// <param name="looksAt">Which of them to look at.</param>
    /// <param name="released">
    /// The last one that the release before has; null when each follows a release of its own, an empty name when there was none: the
    /// database is empty, and so is every table that migrations make in it.
    /// </param>
    public static IReadOnlyList<LintFinding> Check(IReadOnlyList<LintSource> all, Func<string, bool> looksAt, string? released)
    {
        var schema = new LintSchema();
        var releasedModel = Model(all.Take(all.ToList().FindIndex(source => source.Name == released) + 1));
        var migrations = new List<(LintSource Source, LintMigration Migration)>();
        foreach (var source in all)
        {
            var before = released == "" ? new LintSchema() : schema.Copy();
            var statements = source.Statements.Select(statement => (statement, ChangeReader.Read(statement))).ToList();
            statements.SelectMany(pair => pair.Item2).ToList().ForEach(schema.Apply);
            if (looksAt(source.Name))
            {
                migrations.Add(
                    (
                        source,
                        new LintMigration(
                            source.Name,
                            statements,
                            before,
                            schema,
                            released is null ? Model(all.TakeWhile(earlier => earlier != source)) : releasedModel
                        )
                    )
                );
            }
        }

        return
        [
            .. migrations.SelectMany(pair =>
                LintRule.All.SelectMany(rule => rule.Check(pair.Migration)).Select(finding => Silence(pair.Source, finding))
            ),
        ];
    }

    // What was released last of each chain.
    private static HashSet<string> Model(IEnumerable<LintSource> sources) =>
        [.. sources.GroupBy(source => MigrationChain.LibraryOf(source.Name)).SelectMany(chain => chain.Last().Model)];

    private static LintFinding Silence(LintSource source, LintFinding finding) =>
        finding with
        {
            Silenced = source.Exceptions.FirstOrDefault(exception => exception.Rule == finding.Rule)?.Reason,
        };
}
