using Capsule.Cli.Bundles;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Scaffolding;

/// <summary>Runs programs for a bundle's project, one after the other.</summary>
internal sealed class ScaffoldStep(BundleProject project, Action<ServiceProgress> progress, CancellationToken stop, CancellationToken kill)
{
    private const int MaxLastLines = 10;

    /// <summary>Runs one program.</summary>
    /// <exception cref="CliException">The program failed; the message names the step and contains its last lines.</exception>
    public async Task RunAsync(string step, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        progress(new ServiceProgress(project.Service, step));
        var lines = new List<string>();
        var child = new ChildProgram(command[0], [.. command.Skip(1)], project.Folder, environment) { Output = Hear, Kill = kill };
        var code = await child.RunAsync(stop);
        stop.ThrowIfCancellationRequested();
        if (code != 0)
        {
            var last = string.Concat(lines.TakeLast(MaxLastLines).Select(line => $"\n  {line}"));
            throw new CliException(code, $"{step} failed for {project.Service} (exit code {code}):{last}");
        }

        void Hear(string line)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>Runs the built bundle to update its lock file.</summary>
    /// <exception cref="CliException">The bundle failed.</exception>
    public Task LockAsync(Bundle bundle, CliHost host, Checkout checkout)
    {
        string[] program = bundle.IsAssembly ? [DotnetProgram.Path, "exec", bundle.Program] : [bundle.Program];
        return RunAsync(
            "the bundle's lock",
            [.. program, "lock", "--output", project.LockFile],
            new BundleEnvironment(host, checkout, null, null).Of(project.Service)
        );
    }
}
