using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.Embedded;

namespace Aspire.Hosting.Dashboard.Install;

/// <summary>Finds the official dashboard: where ASPIRE_DASHBOARD_PATH says, else in the user's cache, else in its npm package.</summary>
internal sealed class DashboardInstaller(string? configuredPath, DashboardCache cache, NpmPackage package, TimeProvider time)
{
    private const string Bundle = "package/bin/aspire";
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(3);

    /// <summary>Whether there is a dashboard, or at least a way to fetch one.</summary>
    public bool IsLikely => configuredPath is not null ? File.Exists(configuredPath) : cache.Program is not null || Machine.FindProgram("npm") is not null;

    /// <summary>The release that the hosting package goes with.</summary>
    internal static string Release => typeof(DashboardInstaller).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => metadata.Key == "AspireVersion").Value!;

    /// <summary>This machine, as the packages name it.</summary>
    internal static string Platform
    {
        get
        {
            var libc = RuntimeInformation.RuntimeIdentifier is var id && (id.Contains("musl") || id.Contains("alpine")) ? "musl-" : "";
            return $"linux-{libc}{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    /// <summary>For this user and this machine.</summary>
    internal static DashboardInstaller ForUser(string? configuredPath, TimeProvider time) => new(
        configuredPath,
        new DashboardCache(DashboardCache.UserRoot(), $"{Release}-{Platform}", time),
        new NpmPackage($"@microsoft/aspire-cli-{Platform}", Release),
        time);

    /// <summary>Returns the dashboard, after fetching it if need be.</summary>
    /// <exception cref="DashboardUnavailableException">There is none.</exception>
    internal async Task<DashboardProgram> FindAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (configuredPath is not null)
        {
            return File.Exists(configuredPath) ? DashboardProgram.At(configuredPath)
                : throw new DashboardUnavailableException($"ASPIRE_DASHBOARD_PATH names {configuredPath}, which is not there");
        }

        try
        {
            return DashboardProgram.At(cache.Program ?? await FetchAsync(say, cancellationToken));
        }
        catch (Exception error) when (error is DashboardUnavailableException or IOException or UnauthorizedAccessException or DistributedApplicationException)
        {
            throw new DashboardUnavailableException(
                $"{error.Message}. To get it: let npm reach a registry that has {package.Name} {package.Version}, or set ASPIRE_DASHBOARD_PATH to an {DashboardProgram.BundleName}", error);
        }
    }

    /// <summary>Whether the copy in the cache is damaged; if so, the next start fetches it anew.</summary>
    internal bool DropDamaged() => configuredPath is null && cache.DropDamaged();

    private async Task<string> FetchAsync(Action<string> say, CancellationToken cancellationToken)
    {
        using var held = await cache.LockAsync(cancellationToken);
        if (cache.Program is { } fetchedMeanwhile)
        {
            return fetchedMeanwhile;
        }

        say($"dashboard: fetching {package.Name} {package.Version} from npm (some 130 MB, only this once)");
        var stage = cache.Stage();
        try
        {
            var archive = await WithProgressAsync(package.FetchAsync(stage, cancellationToken), NpmPackage.CacheIn(stage), say);
            cache.Adopt(await UnpackAsync(archive, stage, cancellationToken));
        }
        finally
        {
            cache.DropStage();
        }

        return cache.Program ?? throw new DashboardUnavailableException("the fetched package is not complete");
    }

    // The package is the Aspire CLI, which carries the dashboard and unpacks it beside its own folder.
    private static async Task<string> UnpackAsync(string archive, string stage, CancellationToken cancellationToken)
    {
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(stage, "cli", "bin")).FullName, "aspire");
        await using (var content = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
        await using (var entries = new TarReader(content))
        {
            while (await entries.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
            {
                if (entry.Name == Bundle)
                {
                    await entry.ExtractToFileAsync(program, overwrite: false, cancellationToken);
                }
            }
        }

        var setup = new ChildStart(program, "setup", "--non-interactive", "--nologo")
        {
            WorkingDirectory = stage,
            // It keeps files of its own in the home folder, and reports its use unless told not to.
            Environment = new Dictionary<string, string?> { ["HOME"] = stage, ["XDG_CACHE_HOME"] = null, ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true" },
        };
        var (exitCode, output) = await ChildProcess.RunAsync(setup, cancellationToken);
        var bundle = exitCode != 0 ? null : Directory.EnumerateFiles(stage, DashboardProgram.BundleName, SearchOption.AllDirectories).FirstOrDefault();
        return Path.GetDirectoryName(bundle) ?? throw new DashboardUnavailableException(
            $"'aspire setup' ended with code {exitCode}: {output.ReplaceLineEndings(" ")}");
    }

    private async Task<string> WithProgressAsync(Task<string> fetch, string folder, Action<string> say)
    {
        var shown = 0L;
        while (await Task.WhenAny(fetch, Task.Delay(ProgressInterval, time)) != fetch)
        {
            if (Size(folder) / 1_000_000 is var megabytes && megabytes > shown)
            {
                say($"dashboard: {megabytes} MB fetched");
                shown = megabytes;
            }
        }

        return await fetch;
    }

    private static long Size(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (IOException)
        {
            // Not there yet, or npm moves its files while they are counted.
            return 0;
        }
    }
}
