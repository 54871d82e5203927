using System.Text.RegularExpressions;

namespace Capsule.Architecture.Tests;

/// <summary>
/// Which folders of a project use which, by the names of types and extension methods in the source. The compiled assembly would not do: it
/// has neither folders nor the uses of constants. A name that is declared twice in the project counts for nothing.
/// </summary>
internal sealed partial class AreaGraph
{
    // A folder that uses another: one example of it.
    private readonly SortedDictionary<(string From, string To), string> _uses = [];

    public static AreaGraph Read(string root)
    {
        var sources = Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => new Source(Path.GetRelativePath(root, file).Replace('\\', '/'), Comment().Replace(File.ReadAllText(file), "")))
            .Where(source => source.Folders.Length > 0 && source.Folders[0] is not ("bin" or "obj" or "Migrations"))
            .ToList();
        var types = Declared(sources, TypeDeclaration());
        var methods = Declared(sources, ExtensionDeclaration());
        var graph = new AreaGraph();
        foreach (var source in sources)
        {
            graph.Add(source, TypeUse(), types);
            graph.Add(source, MethodUse(), methods);
        }

        return graph;
    }

    /// <summary>Returns every use of a folder by another that leads back to it; none when all depend downward.</summary>
    public IReadOnlyList<string> Cycles() =>
        [.. _uses.Where(use => Reaches(use.Key.To, use.Key.From)).Select(use => $"{use.Key.From} → {use.Key.To} ({use.Value})")];

    private static Dictionary<string, Source> Declared(List<Source> sources, Regex declaration) =>
        sources
            .SelectMany(source =>
                declaration
                    .Matches(source.Text)
                    .Select(match => (Name: match.Groups["name"].Value, Source: source))
                    .DistinctBy(pair => pair.Name)
            )
            .GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single().Source, StringComparer.Ordinal);

    private void Add(Source source, Regex use, Dictionary<string, Source> declared)
    {
        // A member of a built-in type may have a type's name, such as the constant of an e-mail template.
        var members = PlainMember().Matches(source.Text).Select(match => match.Groups["name"].Value);
        foreach (var name in use.Matches(source.Text).Select(match => match.Groups["name"].Value).Except(members))
        {
            if (declared.TryGetValue(name, out var other) && source.FolderBeside(other) is { } folders)
            {
                _uses.TryAdd(folders, $"{source.Name} uses {name}");
            }
        }
    }

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            if (folder == to)
            {
                return true;
            }

            foreach (var use in _uses.Keys.Where(use => use.From == folder && seen.Add(use.To)))
            {
                open.Push(use.To);
            }
        }

        return false;
    }

    [GeneratedRegex("""//.*|/\*[\s\S]*?\*/|"(?:\\.|[^"\\\n])*"|^using .*;""", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|delegate\s+[\w<>\[\]?.]+)\s+(?:struct\s+|class\s+)?(?<name>[A-Z]\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\bstatic\s+[\w<>\[\]?.,() ]+\s+(?<name>[A-Z]\w+)(?:<[^>(]*>)?\(\s*this\s")]
    private static partial Regex ExtensionDeclaration();

    [GeneratedRegex(@"\b(?:string|bool|int|long|double|decimal|byte)(?:\[\])*\??\s+(?<name>[A-Z]\w+)\b(?!\()")]
    private static partial Regex PlainMember();

    // A name after a dot is a member's.
    [GeneratedRegex(@"(?<![.\w])(?<name>[A-Z]\w+)")]
    private static partial Regex TypeUse();

    [GeneratedRegex(@"\.(?<name>[A-Z]\w+)(?=[<(])")]
    private static partial Regex MethodUse();

    private sealed record Source(string Path, string Text)
    {
        public string[] Folders { get; } = Path.Split('/')[..^1];

        public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(Path);

        /// <summary>
        /// The two folders, beside each other, that hold this and the other source; null where one holds both, or one is beside no folder.
        /// </summary>
        public (string From, string To)? FolderBeside(Source other)
        {
            var common = Folders.Zip(other.Folders).TakeWhile(pair => pair.First == pair.Second).Count();
            return common < Folders.Length && common < other.Folders.Length
                ? (string.Join('/', Folders[..(common + 1)]), string.Join('/', other.Folders[..(common + 1)]))
                : null;
        }
    }
}
