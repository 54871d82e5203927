using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Testing;

/// <summary>Packages of npm for tests to run, installed once per machine in the temporary folder.</summary>
public sealed class NodePackages
{
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(2);

    private NodePackages(string folder, string? missing) => (Folder, Missing) = (folder, missing);

    /// <summary>The folder whose <c>node_modules</c> has them. Scripts must lie in it to find them.</summary>
    public string Folder { get; }

    /// <summary>Why they are not there; null when they are.</summary>
    public string? Missing { get; }

    /// <summary>Installs packages of exact versions, such as <c>jose@6.1.0</c>.</summary>
    public static async Task<NodePackages> InstallAsync(params string[] packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        if (Find("node") is null || Find("npm") is not { } npm)
        {
            return new NodePackages("", $"Node.js and npm are not installed: {string.Join(' ', packages)} run on them.");
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', packages))))[..16];
        var folder = Path.Combine(Path.GetTempPath(), $"capsule-tests-npm-{key}");
        return new NodePackages(folder, Directory.Exists(folder) ? null : await InstallAsync(npm, packages, folder));
    }

    /// <summary>Starts Node on a script of <see cref="Folder"/>, with its output and input redirected.</summary>
    public Process Start(string script, params string[] arguments) => Start("node", Folder, [Path.Combine(Folder, script), .. arguments]);

    /// <summary>Runs a script of <see cref="Folder"/> to its end, and returns its exit code and what it said.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        using var process = Start(script, arguments);
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, said[0], said[1]);
    }

    // Moved into place when it is whole: another test run may be installing it as well.
    private static async Task<string?> InstallAsync(string npm, string[] packages, string folder)
    {
        var work = Directory.CreateTempSubdirectory("capsule-tests-npm-");
        using var install = Start(npm, work.FullName, ["install", .. packages, "--no-audit", "--no-fund", "--loglevel", "error"]);
        install.StandardInput.Close();
        var said = Task.WhenAll(install.StandardOutput.ReadToEndAsync(), install.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(InstallDeadline);
        await install.WaitForExitAsync(deadline.Token);
        if (install.ExitCode != 0)
        {
            return $"npm cannot install {string.Join(' ', packages)}: {(await said)[1]}";
        }

        try
        {
            Directory.Move(work.FullName, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            work.Delete(recursive: true);
        }

        return null;
    }

    private static Process Start(string program, string folder, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            }
        )!;

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
