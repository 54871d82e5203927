using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.Cli.Tests;

/// <summary>A folder of bundles: real ones, and scripts for what real ones will not do.</summary>
internal sealed class BundleFolder : IDisposable
{
    /// <summary>Full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("capsule-bundles-").FullName;

    private bool RunsInProcess { get; init; }

    /// <summary>The bundles of this build, run in the test process.</summary>
    public static BundleFolder Real() => AllOf(new BundleFolder { RunsInProcess = true });

    /// <summary>The bundles of this build, run as processes of their own as users do.</summary>
    public static BundleFolder Processes() => AllOf(new BundleFolder());

    private static BundleFolder AllOf(BundleFolder folder)
    {
        foreach (var service in ServiceCatalogue.Names)
        {
            folder.AddReal(service);
        }

        return folder;
    }

    /// <summary>Adds the real bundle of a service.</summary>
    public void AddReal(string service)
    {
        var known = ServiceCatalogue.All.Single(known => known.Name == service);
        var program = RepositoryFolder.Program($"{known.Folder}/{known.BundleProject}");
        Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, service), System.IO.Path.GetDirectoryName(program)!);
    }

    /// <summary>Adds a shell script in the place of a bundle; its folder is in <c>$here</c>.</summary>
    public BundleFolder Add(string name, string script)
    {
        Script.Write(System.IO.Path.Combine(Path, $"Capsule.{name}.Migrations"), $"here='{Path}'\n{script}");
        return this;
    }

    /// <summary>Runs <c>capsule</c> with it.</summary>
    public Task<CapsuleRun> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public Task<CapsuleRun> RunAsync(Dictionary<string, string> variables, params string[] arguments) =>
        CapsuleRun.InAsync(
            Path,
            new Dictionary<string, string>(variables) { ["CAPSULE_BUNDLES"] = Path },
            host => RunsInProcess ? host with { RunBundle = InProcessBundle.RunAsync } : host,
            arguments
        );

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
