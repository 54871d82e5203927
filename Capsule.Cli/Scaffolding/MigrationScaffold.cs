using Capsule.Cli.Bundles;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Scaffolding;

/// <summary>Adds a migration to a bundle with EF Core's tool.</summary>
internal sealed class MigrationScaffold(CliHost host, Checkout checkout, BundleProject project)
{
    /// <summary>Adds the migration and updates the lock file beside the migrations.</summary>
    /// <exception cref="CliException">A step failed; the message names the step and contains its last lines.</exception>
    public async Task<AddedMigration> AddAsync(
        string name,
        Action<ServiceProgress> progress,
        CancellationToken stop,
        CancellationToken kill
    )
    {
        var tool = EntityFrameworkTool.Find(host, checkout);
        var steps = new ScaffoldStep(project, progress, stop, kill);
        var before = Files();

        // The project is built first, because dotnet-ef hides the errors of the build that it starts itself.
        await steps.RunAsync("dotnet build", Build(), host.Environment);
        await steps.RunAsync("dotnet-ef migrations add", [.. tool, "migrations", "add", name, "--no-build"], host.Environment);
        await steps.RunAsync("dotnet build", Build(), host.Environment);
        await steps.LockAsync(project.Built(), host, checkout);
        return Added(before);
    }

    private string[] Build() => [DotnetProgram.Path, "build", project.Path, "-nologo", "-v", "quiet"];

    private Dictionary<string, DateTime> Files() =>
        Directory.Exists(project.Migrations)
            ? Directory.EnumerateFiles(project.Migrations).ToDictionary(path => path, File.GetLastWriteTimeUtc, StringComparer.Ordinal)
            : [];

    private AddedMigration Added(Dictionary<string, DateTime> before)
    {
        var written = Files()
            .Where(file => !before.TryGetValue(file.Key, out var time) || time != file.Value)
            .Select(file => file.Key)
            .Order()
            .ToArray();
        var migration = written.Single(path => !before.ContainsKey(path) && path.EndsWith(".Designer.cs", StringComparison.Ordinal));
        return new AddedMigration(
            project.Service,
            Path.GetFileName(migration).Replace(".Designer.cs", "", StringComparison.Ordinal),
            [.. written.Select(path => Path.GetRelativePath(checkout.Root, path))]
        );
    }
}
