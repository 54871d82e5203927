namespace Capsule.Migrations;

/// <summary>Tells where everything that makes up a schema stands: the steps of each library, then the service's own migrations.</summary>
internal sealed class SchemaStates
{
    /// <summary>Compares what the bundle has with what the database tells.</summary>
    /// <param name="catalog">What the bundle has.</param>
    /// <param name="history">What the database tells.</param>
    /// <param name="target">The last migration or step to count as pending: version, name or description; null for all.</param>
    /// <exception cref="MigrationException">There is no such target.</exception>
    public SchemaStates(MigrationCatalog catalog, DatabaseHistory history, string? target)
    {
        var last = target is null ? null : catalog.Find(target);
        var unknown = history
            .Entries.Select(entry => entry.Name)
            .Concat(history.Applied)
            .Select(MigrationChain.LibraryOf)
            .Distinct()
            .Where(library => catalog.Chains.All(chain => chain.Library != library))
            .Select(library => new MigrationChain(library, []));
        Chains = [.. unknown.Concat(catalog.Chains).Select(chain => (chain, States(chain, history, catalog.LimitOf(chain, last))))];
    }

    /// <summary>The chains in the order in which they are applied, each with its states.</summary>
    public IReadOnlyList<(MigrationChain Chain, MigrationStates States)> Chains { get; }

    /// <summary>Everything that the bundle has or that the database ever heard of, in the order in which it is applied.</summary>
    public IReadOnlyList<MigrationInfo> All() => [.. Chains.SelectMany(pair => pair.States.All())];

    /// <summary>Returns the undo of a migration that did not finish; null when there is none.</summary>
    public HistoryEntry? UndoAttempt(string name) =>
        Chains.Where(pair => pair.Chain.Owns(name)).Select(pair => pair.States.UndoAttempt(name)).FirstOrDefault();

    private static MigrationStates States(MigrationChain chain, DatabaseHistory history, string? target) =>
        new(
            chain.Migrations,
            [.. history.Entries.Where(entry => chain.Owns(entry.Name))],
            history.Applied.Where(chain.Owns).ToHashSet(StringComparer.Ordinal),
            target
        );
}
