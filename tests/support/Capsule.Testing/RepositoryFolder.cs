namespace Capsule.Testing;

/// <summary>Where this repository's files and builds are.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder of Capsule.sln.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The configuration that the running program was built in: Debug or Release.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    /// <summary>The built program of a project, e.g. <c>Capsule.AppHost</c>.</summary>
    /// <exception cref="FileNotFoundException">It has not been built in this configuration.</exception>
    public static string Program(string projectFolder)
    {
        var name = Path.GetFileName(projectFolder);
        var path = Path.Combine(Root, projectFolder, "bin", Configuration, "net10.0", name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build {projectFolder} in {Configuration} first.", path);
    }

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException($"No Capsule.sln above {AppContext.BaseDirectory}.")
        : File.Exists(Path.Combine(folder.FullName, "Capsule.sln")) ? folder.FullName
        : Find(folder.Parent);
}
