using Capsule.Cli.Bundles;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Scaffolding;

/// <summary>Adds a migration to a bundle: with EF's design-time package in, then without it, which never ships.</summary>
internal sealed class MigrationScaffold(CliHost host, Checkout checkout, BundleProject project)
{
    private const int LinesKept = 10;

    /// <summary>Adds it, and writes it down in the lock file beside the migrations.</summary>
    /// <exception cref="CliException">A step failed; says which, with its last lines.</exception>
    public async Task<AddedMigration> AddAsync(string name, Action<ServiceProgress> progress, CancellationToken stop, CancellationToken kill)
    {
        var tool = EntityFrameworkTool.Find(host, checkout);
        var before = Files();
        // dotnet-ef starts builds of its own, which only the environment reaches.
        var design = new Dictionary<string, string>(host.Environment) { ["DesignTime"] = "true" };
        await RunAsync("dotnet build with EF's design-time package", [DotnetProgram.Path, "build", project.Path, "-nologo", "-v", "quiet"], design);
        await RunAsync("dotnet-ef migrations add", [.. tool, "migrations", "add", name, "--no-build"], design);
        await RunAsync("dotnet build", [DotnetProgram.Path, "build", project.Path, "-nologo", "-v", "quiet"], host.Environment);
        var bundle = project.Built() ?? throw new CliException(ExitCode.Configuration, $"The build made no program of {project.Path}.");
        string[] program = bundle.IsAssembly ? [DotnetProgram.Path, "exec", bundle.Program] : [bundle.Program];
        await RunAsync("the bundle's lock", [.. program, "lock", "--output", Path.Combine(Migrations, "migrations.lock")], new Settings.BundleEnvironment(host, checkout, null, null).Of(project.Service));
        return Added(before);

        async Task RunAsync(string step, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
        {
            progress(new ServiceProgress(project.Service, step));
            var lines = new List<string>();
            var child = new ChildProgram(command[0], [.. command.Skip(1)], project.Folder, environment) { Output = Hear, Kill = kill };
            var code = await child.RunAsync(stop);
            stop.ThrowIfCancellationRequested();
            if (code != 0)
            {
                var last = string.Concat(lines.TakeLast(LinesKept).Select(line => $"\n  {line}"));
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
    }

    private string Migrations => Path.Combine(project.Folder, "Migrations");

    private Dictionary<string, DateTime> Files() => Directory.Exists(Migrations)
        ? Directory.EnumerateFiles(Migrations).ToDictionary(path => path, File.GetLastWriteTimeUtc, StringComparer.Ordinal)
        : [];

    private AddedMigration Added(Dictionary<string, DateTime> before)
    {
        var written = Files().Where(file => !before.TryGetValue(file.Key, out var time) || time != file.Value).Select(file => file.Key).Order().ToArray();
        var migration = written.Single(path => !before.ContainsKey(path) && path.EndsWith(".Designer.cs", StringComparison.Ordinal));
        return new AddedMigration(
            project.Service,
            Path.GetFileName(migration).Replace(".Designer.cs", "", StringComparison.Ordinal),
            [.. written.Select(path => Path.GetRelativePath(checkout.Root, path))]);
    }
}
