using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.Tests;

/// <summary>Packages of npm that tests run as processes, installed once for all test runs of this machine.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(2);

    /// <summary>Node.js; null when it is not installed.</summary>
    public static string? Node => Find("node");

    /// <summary>Installs what a folder's package-lock.json names; returns where, or why that cannot be.</summary>
    public static async Task<(string? Folder, string? Missing)> InstallAsync(string source)
    {
        if (Node is null || Find("npm") is not { } npm)
        {
            return (null, "Node.js and npm are not installed.");
        }

        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json")))))[..12];
        var folder = Path.Combine(Path.GetTempPath(), $"capsule-tests-node-{version}");
        if (Directory.Exists(folder))
        {
            return (folder, null);
        }

        var work = Directory.CreateTempSubdirectory("capsule-tests-node-");
        foreach (var name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(Path.Combine(source, name), Path.Combine(work.FullName, name));
        }

        var (code, _, errors) = await RunAsync(npm, work.FullName, "ci", "--no-audit", "--no-fund", "--loglevel", "error");
        if (code != 0)
        {
            return (null, $"npm cannot install what {source} names: {errors}");
        }

        try
        {
            // Moved into place when it is whole: another test run may be installing it as well.
            Directory.Move(work.FullName, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            work.Delete(recursive: true);
        }

        return (folder, null);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(InstallDeadline);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await errors);
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
