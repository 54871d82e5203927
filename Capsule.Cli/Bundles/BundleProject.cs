namespace Capsule.Cli.Bundles;

/// <summary>A bundle's project in a checkout.</summary>
/// <param name="Service">The service.</param>
/// <param name="Path">Full path of the project file.</param>
internal sealed record BundleProject(string Service, string Path)
{
    private static readonly string[] Configurations = ["Debug", "Release"];

    /// <summary>The project's folder.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The folder of the migrations.</summary>
    public string Migrations => System.IO.Path.Combine(Folder, "Migrations");

    /// <summary>Full path of the lock file beside the migrations.</summary>
    public string LockFile => System.IO.Path.Combine(Migrations, "migrations.lock");

    /// <summary>
    /// Returns the newest build's output, Debug or Release; null when there is no build or the bundle's sources are newer.
    /// </summary>
    public Bundle? Current() => Newest() is { Bundle: { } bundle, Time: var time } && SourcesTime() <= time ? bundle : null;

    /// <summary>
    /// Returns the newest build's output whatever the age of the sources, for use after a build, which may have found everything up to
    /// date.
    /// </summary>
    /// <exception cref="CliException">There is no build output.</exception>
    public Bundle Built() =>
        Newest().Bundle
        ?? throw new CliException(ExitCode.Configuration, $"The build of {Path} produced no program. Try: dotnet build {Path}");

    private (Bundle? Bundle, DateTime Time) Newest() =>
        Configurations
            .Select(configuration => System.IO.Path.Combine(Folder, "bin", configuration))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(folder => (Bundle: BundleFiles.In(folder).FirstOrDefault(), Time: AssemblyTime(folder)))
            .Where(build => build.Bundle is not null)
            .OrderByDescending(build => build.Time)
            .FirstOrDefault();

    private DateTime AssemblyTime(string folder) =>
        File.GetLastWriteTimeUtc(System.IO.Path.Combine(folder, System.IO.Path.ChangeExtension(System.IO.Path.GetFileName(Path), ".dll")));

    // Only the bundle's own sources count, because an edited migration must be run in its new form.
    private DateTime SourcesTime() =>
        Directory
            .EnumerateFiles(Folder, "*.cs")
            .Concat(Directory.Exists(Migrations) ? Directory.EnumerateFiles(Migrations) : [])
            .Select(File.GetLastWriteTimeUtc)
            .DefaultIfEmpty()
            .Max();
}
