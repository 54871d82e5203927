namespace Capsule.Migrations;

/// <summary>Describes a difference in one line.</summary>
internal static class DifferenceWording
{
    // The property that describes an object of each kind; objects of other kinds are only named.
    private static readonly Dictionary<string, string[]> Gist = new(StringComparer.Ordinal)
    {
        ["extension"] = ["version", "schema"],
        ["type"] = ["definition"],
        ["domain"] = ["definition", "nullability", "default", "checks"],
        ["sequence"] = ["type"],
        ["column"] = ["type", "nullability", "default", "generation"],
        ["identity"] = ["generation"],
        ["constraint"] = ["definition"],
        ["index"] = ["definition"],
        ["statistics"] = ["definition"],
        ["trigger"] = ["definition"],
        ["policy"] = ["definition"],
        ["rule"] = ["definition"],
        ["grant"] = ["privileges"],
        ["default grant"] = ["privileges"],
    };

    // These properties repeat each other.
    private static readonly string[] ToldTogether = ["type", "nullability"];

    /// <summary>Describes an object that only one side has.</summary>
    public static string OneSide(CatalogObject item, CatalogChange change)
    {
        var gist = Gist.GetValueOrDefault(item.Kind, []).Select(name => item[name]).OfType<string>().Select(OneLine).ToList();
        var what = gist.Count == 0 ? "it" : string.Join(' ', gist);
        return change == CatalogChange.Missing
            ? $"{item.Key}: the database has none, the migrations make {what}"
            : $"{item.Key}: the database has {what}, the migrations make none";
    }

    /// <summary>Words for what differs (<paramref name="differing"/>) of all that the object is (<paramref name="all"/>).</summary>
    public static string BothSides(
        CatalogObject item,
        IReadOnlyList<(CatalogProperty Found, CatalogProperty Expected)> all,
        IReadOnlyList<(CatalogProperty Found, CatalogProperty Expected)> differing
    )
    {
        var told =
            item.Kind == "column" && differing.Any(pair => ToldTogether.Contains(pair.Found.Name))
                ? all.Where(pair => ToldTogether.Contains(pair.Found.Name) || differing.Contains(pair))
                : differing;
        var words = told.Select(pair => Words(pair.Found, pair.Expected)).ToList();
        var separator = item.Kind == "column" ? " " : ", ";
        return $"{item.Key}: the database has {string.Join(separator, words.Select(pair => pair.Found))}, "
            + $"the migrations make {string.Join(separator, words.Select(pair => pair.Expected))}";
    }

    /// <summary>Returns the first line that differs of texts that have several.</summary>
    private static (string Found, string Expected) Words(CatalogProperty found, CatalogProperty expected)
    {
        if (found.Value?.Contains('\n') != true && expected.Value?.Contains('\n') != true)
        {
            return (found.Words, expected.Words);
        }

        var (left, right) = (Lines(found), Lines(expected));
        var line = Enumerable
            .Range(0, Math.Max(left.Length, right.Length))
            .First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        return (Line(found, left, line), Line(expected, right, line));

        static string[] Lines(CatalogProperty property) => (property.Value ?? "").Split('\n');

        static string Line(CatalogProperty property, string[] lines, int line) =>
            line < lines.Length
                ? $"«{lines[line].Trim()}» in line {line + 1} of its {property.Name}"
                : $"no line {line + 1} in its {property.Name}";
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
