using System.Text.Json;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Bundles;

/// <summary>Builds bundles of a checkout in a single run of <c>dotnet build</c>.</summary>
internal sealed class CheckoutBuild(string root, CliHost host, Action<ServiceProgress> progress)
{
    private const string Who = "build";

    /// <summary>Builds the bundles.</summary>
    /// <exception cref="CliException">The build failed; the message names the command that shows the errors.</exception>
    public async Task RunAsync(IReadOnlyList<BundleProject> projects, CancellationToken cancellationToken)
    {
        progress(new ServiceProgress(Who, $"building the bundles of {string.Join(", ", projects.Select(project => project.Service))}"));
        var folder = Directory.CreateTempSubdirectory("capsule-build-");
        try
        {
            var filter = Path.Combine(folder.FullName, "Bundles.slnf");
            await File.WriteAllTextAsync(filter, Filter(projects), cancellationToken);
            await BuildAsync(filter, projects, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task BuildAsync(string filter, IReadOnlyList<BundleProject> projects, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        var program = new ChildProgram(
            DotnetProgram.Path,
            ["build", filter, "-nologo", "-v", "minimal", "-clp:NoSummary"],
            root,
            host.Environment
        )
        {
            Output = line =>
            {
                if (line.Contains(": error ", StringComparison.Ordinal))
                {
                    errors.Add(line.Trim());
                }

                if (line.Trim() is { Length: > 0 } text)
                {
                    progress(new ServiceProgress(Who, text));
                }
            },
        };
        if (await program.RunAsync(cancellationToken) != 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CliException(
                ExitCode.Configuration,
                $"The bundles could not be built: {errors.FirstOrDefault() ?? "dotnet build failed"}. Try: dotnet build {projects[0].Path}"
            );
        }

        progress(new ServiceProgress(Who, "built", ServicePhase.Over));
    }

    // A solution filter builds several projects and their dependencies in one run.
    private string Filter(IReadOnlyList<BundleProject> projects) =>
        JsonSerializer.Serialize(
            new
            {
                solution = new
                {
                    path = Path.Combine(root, "Capsule.sln"),
                    projects = projects.Select(project => Path.GetRelativePath(root, project.Path).Replace('/', '\\')),
                },
            }
        );
}
