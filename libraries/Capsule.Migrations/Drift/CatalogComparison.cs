namespace Capsule.Migrations;

/// <summary>Compares two catalogs.</summary>
internal static class CatalogComparison
{
    /// <summary>The property of a table that names its columns, a line each, in their order.</summary>
    public const string ColumnOrder = "column order";

    // The server decides the version of an extension, so another version is a note and no difference.
    private const string Version = "version";

    // From the outside in; kinds that are not named here come last.
    private static readonly string[] Order =
    [
        "extension",
        "schema",
        "type",
        "domain",
        "sequence",
        "table",
        "column",
        "identity",
        "constraint",
        "index",
        "statistics",
        "trigger",
        "policy",
        "rule",
        "view",
        "materialized view",
        "function",
        "procedure",
        "aggregate",
        "grant",
        "default grant",
    ];

    /// <summary>
    /// Returns what differs, ordered by kind and name. Parts of an object that one side lacks are not listed.
    /// </summary>
    public static IReadOnlyList<CatalogDifference> Compare(IReadOnlyList<CatalogObject> database, IReadOnlyList<CatalogObject> migrations)
    {
        var found = database.ToDictionary(item => item.Key, StringComparer.Ordinal);
        var expected = migrations.ToDictionary(item => item.Key, StringComparer.Ordinal);
        return
        [
            .. found
                .Keys.Union(expected.Keys)
                .Select(key => (Found: found.GetValueOrDefault(key), Expected: expected.GetValueOrDefault(key)))
                .Where(pair => !GoesWithParent(pair.Found ?? pair.Expected!))
                .Select(pair => Difference(pair.Found, pair.Expected))
                .OfType<CatalogDifference>()
                .OrderBy(difference => Array.IndexOf(Order, difference.Kind) is >= 0 and var rank ? rank : Order.Length)
                .ThenBy(difference => difference.Kind, StringComparer.Ordinal)
                .ThenBy(difference => difference.Name, StringComparer.Ordinal),
        ];

        bool GoesWithParent(CatalogObject item) => item.Parent is { } parent && found.ContainsKey(parent) != expected.ContainsKey(parent);
    }

    /// <summary>Returns the extensions that both sides have in different versions.</summary>
    public static IReadOnlyList<string> Notes(IReadOnlyList<CatalogObject> database, IReadOnlyList<CatalogObject> migrations) =>
        [
            .. database
                .Where(item => item.Kind == "extension")
                .Join(migrations, item => item.Key, item => item.Key, (has, makes) => (has.Key, Has: has[Version], Makes: makes[Version]))
                .Where(pair => pair.Has != pair.Makes)
                .Select(pair => $"{pair.Key}: the database has {pair.Has}, made anew it is {pair.Makes} (alter extension … update)")
                .Order(StringComparer.Ordinal),
        ];

    private static CatalogDifference? Difference(CatalogObject? found, CatalogObject? expected)
    {
        if (found is null || expected is null)
        {
            var only = found ?? expected!;
            var change = found is null ? CatalogChange.Missing : CatalogChange.Extra;
            return new CatalogDifference(
                only.Kind,
                only.Name,
                change,
                DifferenceWording.OneSide(only, change),
                [
                    .. only
                        .Properties.Where(property => property.Value is not null)
                        .Select(property =>
                            found is null
                                ? new PropertyDifference(property.Name, null, property.Value)
                                : new PropertyDifference(property.Name, property.Value, null)
                        ),
                ]
            );
        }

        var pairs = found.Properties.Zip(expected.Properties, Pair).ToList();
        var differing = pairs.Where(pair => pair.Found.Value != pair.Expected.Value && pair.Found.Name != Version).ToList();
        return differing.Count == 0
            ? null
            : new CatalogDifference(
                found.Kind,
                found.Name,
                CatalogChange.Different,
                DifferenceWording.BothSides(found, pairs, differing),
                [.. differing.Select(pair => new PropertyDifference(pair.Found.Name, pair.Found.Value, pair.Expected.Value))]
            );
    }

    /// <summary>A missing column is a difference of its own; the order compares the columns that both sides have.</summary>
    private static (CatalogProperty Found, CatalogProperty Expected) Pair(CatalogProperty found, CatalogProperty expected)
    {
        if (found.Name != ColumnOrder || found.Value == expected.Value)
        {
            return (found, expected);
        }

        var (left, right) = (Lines(found), Lines(expected));
        return (Common(found, left, right), Common(expected, right, left));

        static string[] Lines(CatalogProperty property) => property.Value?.Split('\n') ?? [];

        static CatalogProperty Common(CatalogProperty property, string[] own, string[] other) =>
            property with
            {
                Value = $"the columns in the order {string.Join(", ", own.Intersect(other))}",
            };
    }
}
