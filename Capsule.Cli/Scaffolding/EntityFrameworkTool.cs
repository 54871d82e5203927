using Capsule.Cli.Bundles;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Scaffolding;

/// <summary>Finds <c>dotnet-ef</c>, EF Core's own tool.</summary>
internal static class EntityFrameworkTool
{
    private const string Name = "dotnet-ef";

    /// <summary>
    /// Returns the program and its first arguments: a tool of the checkout, else the tool on the PATH, else the tool in ~/.dotnet/tools.
    /// </summary>
    /// <exception cref="CliException">The tool is not installed; the message says how to install it.</exception>
    public static IReadOnlyList<string> Find(CliHost host, Checkout checkout)
    {
        var manifest = Path.Combine(checkout.Root, ".config", "dotnet-tools.json");
        if (File.Exists(manifest) && File.ReadAllText(manifest).Contains($"\"{Name}\"", StringComparison.Ordinal))
        {
            return [DotnetProgram.Path, "tool", "run", Name];
        }

        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        var home = host.Variable("HOME") ?? host.Variable("USERPROFILE");
        var folders = (host.Variable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(home is null ? [] : [Path.Combine(home, ".dotnet", "tools")]);
        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists) is { } path
            ? [path]
            : throw new CliException(
                ExitCode.Configuration,
                "dotnet-ef is not installed. Install it: dotnet tool install --global dotnet-ef --version 10.0.15"
            );
    }
}
