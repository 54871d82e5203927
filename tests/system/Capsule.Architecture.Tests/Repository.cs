using System.Xml.Linq;
using Capsule.Testing;

namespace Capsule.Architecture.Tests;

/// <summary>The project files of this repository and what they reference, read as XML: no build is needed to judge them.</summary>
internal static class Repository
{
    public static string Root => RepositoryFolder.Root;

    public static IReadOnlyList<Project> Projects { get; } =
    [
        .. Directory
            .EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal)
            .Select(Project.Read),
    ];

    public static Project Find(string name) => Projects.Single(project => project.Name == name);

    /// <summary>The projects that <paramref name="project"/> references, and those that these reference, and so on.</summary>
    public static IReadOnlySet<string> Closure(Project project)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Project>([project]);
        while (open.TryPop(out var current))
        {
            foreach (var path in current.ProjectReferences.Where(seen.Add))
            {
                open.Push(Projects.Single(candidate => candidate.Path == path));
            }
        }

        return seen;
    }
}

/// <summary>One project file; paths are relative to the repository, with forward slashes.</summary>
internal sealed record Project(string Path, IReadOnlyList<string> ProjectReferences, IReadOnlyList<string> PackageReferences)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public static Project Read(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Repository.Root, path))!;
        var xml = XDocument.Load(System.IO.Path.Combine(Repository.Root, path));
        return new Project(
            path,
            [
                .. Includes("ProjectReference")
                    .SelectMany(include => Expanded(folder, include))
                    .Select(include =>
                        System
                            .IO.Path.GetRelativePath(
                                Repository.Root,
                                System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, include.Replace('\\', '/')))
                            )
                            .Replace('\\', '/')
                    ),
            ],
            [.. Includes("PackageReference")]
        );

        // A star stands for the name of one folder or file, as in MSBuild.
        static IEnumerable<string> Expanded(string folder, string include) =>
            include
                .Split('/')
                .Aggregate(
                    (IEnumerable<string>)[folder],
                    (found, part) =>
                        found
                            .Where(Directory.Exists)
                            .SelectMany(path =>
                                part.Contains('*') ? Directory.EnumerateFileSystemEntries(path, part) : [System.IO.Path.Combine(path, part)]
                            )
                )
                .Where(path => !include.Contains('*') || File.Exists(path));

        IEnumerable<string> Includes(string item) =>
            xml.Descendants(item)
                .SelectMany(element => ((string?)element.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries));
    }
}
