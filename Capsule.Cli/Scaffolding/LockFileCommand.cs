using System.CommandLine;
using Capsule.Cli.Bundles;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Scaffolding;

/// <summary><c>db lock</c>: updates the lock file after an unapplied migration was edited; in a checkout.</summary>
internal sealed class LockFileCommand : Command
{
    private readonly CommonOptions _common;
    private readonly Argument<string[]> _services = new("service")
    {
        Description = "The services (default: all).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public LockFileCommand(CommonOptions common)
        : base("lock", "Update the lock file of each service's migrations after an unapplied migration was edited; in a checkout.")
    {
        _common = common;
        Add(_services);
    }

    /// <summary>Updates the lock files and shows which of them changed.</summary>
    /// <exception cref="CliException">The lock files cannot be updated.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var checkout = Checkout.Require(host);
        var services = BundleSource.Select(checkout, parsed.GetValue(_services) ?? []);
        var changed = await ProgressDisplay.For(host).WhileAsync(progress => WriteAsync(checkout, services, host, progress, interruption));
        if (parsed.GetValue(_common.Json))
        {
            JsonReport.Write(
                host.Output,
                new { Services = services.Select(service => new { Service = service, Changed = changed.Contains(service) }) }
            );
            return ExitCode.Success;
        }

        foreach (var service in services)
        {
            host.Output.WriteLine(
                changed.Contains(service)
                    ? $"{service}: {Path.GetRelativePath(checkout.Root, checkout.Project(service).LockFile)} was updated"
                    : $"{service}: nothing to change"
            );
        }

        return ExitCode.Success;
    }

    private static async Task<HashSet<string>> WriteAsync(
        Checkout checkout,
        IReadOnlyList<string> services,
        CliHost host,
        Action<ServiceProgress> progress,
        Interruption interruption
    )
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bundle in await checkout.GetAsync(services, progress, interruption.Stop))
        {
            var project = checkout.Project(bundle.Service);
            var before = File.Exists(project.LockFile) ? await File.ReadAllTextAsync(project.LockFile, interruption.Stop) : null;
            await new ScaffoldStep(project, progress, interruption.Stop, interruption.Kill).LockAsync(bundle, host, checkout);
            if (await File.ReadAllTextAsync(project.LockFile, interruption.Stop) != before)
            {
                changed.Add(bundle.Service);
            }
        }

        return changed;
    }
}
