using System.Security.Cryptography;
using System.Text.Json;
using Aspire.Hosting.Embedded;

namespace Aspire.Hosting.Dashboard.Install;

/// <summary>
/// A release of an npm package, fetched by npm itself: so the user's registry, credentials, proxy and certificates apply.
/// </summary>
internal sealed record NpmPackage(string Name, string Version)
{
    private const string Algorithm = "sha512-";

    /// <summary>Fetches the package's archive into a folder and checks it against what the registry's metadata says.</summary>
    /// <returns>The archive's path.</returns>
    /// <exception cref="DashboardUnavailableException">npm is missing, or cannot fetch it, or the archive is not the published one.</exception>
    internal async Task<string> FetchAsync(string folder, CancellationToken cancellationToken)
    {
        var view = await NpmAsync(folder, cancellationToken, "view", $"{Name}@{Version}", "dist.integrity", "--json");
        var integrity = ReadIntegrity(view);
        await NpmAsync(folder, cancellationToken, "pack", $"{Name}@{Version}", "--pack-destination", folder);
        var archive = Directory.EnumerateFiles(folder, "*.tgz").Single();
        await VerifyAsync(archive, integrity, cancellationToken);
        return archive;
    }

    /// <summary>
    /// npm's cache for this fetch, whose size shows how far it is. One of its own: the archive would stay in the user's for good.
    /// </summary>
    internal static string CacheIn(string folder) => Path.Combine(folder, "npm");

    /// <summary>Checks an archive against its published hash.</summary>
    /// <exception cref="DashboardUnavailableException">It is another one.</exception>
    internal static async Task VerifyAsync(string archive, string integrity, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(archive);
        var hash = Algorithm + Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellationToken));
        if (!integrity.Split(' ').Contains(hash))
        {
            throw new DashboardUnavailableException("the archive that npm fetched is not the one that the registry's metadata describes");
        }
    }

    private string ReadIntegrity(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<string>(json) is { } integrity && integrity.StartsWith(Algorithm, StringComparison.Ordinal))
            {
                return integrity;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new DashboardUnavailableException($"the registry publishes no SHA-512 for {Name} {Version}");
    }

    private static async Task<string> NpmAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var npm = Machine.FindProgram("npm") ?? throw new DashboardUnavailableException("npm is not installed");
        var (output, errors) = (new List<string>(), new List<string>());

        var start = new ChildStart(
            npm, [.. arguments, "--cache", CacheIn(folder), "--loglevel", "error", "--fetch-retries", "1", "--no-update-notifier"])
        {
            WorkingDirectory = folder,
        };
        var (exitCode, _) = await ChildProcess.RunAsync(start, cancellationToken, (line, isError) =>
        {
            lock (output)
            {
                (isError ? errors : output).Add(line);
            }
        });
        return exitCode == 0 ? string.Join('\n', output) : throw new DashboardUnavailableException(
            errors.FirstOrDefault(line => line.Contains("code E", StringComparison.Ordinal)) is { } code
                ? $"npm {arguments[0]} failed with {code.Split(' ')[^1]}"
                : $"npm {arguments[0]} ended with code {exitCode}");
    }
}
