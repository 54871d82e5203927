using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Checks before the start that each server can start: programs, folders, locks and ports. Otherwise a server would exit at once, which is
/// visible only in the dashboard.
/// </summary>
internal sealed class Preflight(
    LocalServersOptions options,
    IConfiguration configuration,
    bool hasDashboard,
    DistributedApplicationModel model,
    IReadOnlyList<LocalServerResource> servers,
    ILogger logger,
    TimeProvider timeProvider
)
{
    // An earlier run that was killed or is stopping takes this long to end. Its servers end before the proxies of their ports.
    private static readonly TimeSpan FolderTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PortTimeout = TimeSpan.FromSeconds(5);
    private static readonly string[] DashboardSettings =
    [
        "ASPNETCORE_URLS",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
    ];
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Aspire's setting that assigns a random port to every endpoint.</summary>
    public const string RandomizePorts = "DcpPublisher:RandomizePorts";

    /// <summary>Runs all checks, and waits for an earlier run to end.</summary>
    /// <exception cref="LocalServersException">A server cannot start; the message names the cause and a solution.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await new PackageInstaller(options, logger)
            .EnsureAsync(servers.Select(static server => server.Program), cancellationToken)
            .ConfigureAwait(false);
        foreach (var folder in servers.Select(static server => Path.GetDirectoryName(server.Data)!).Distinct())
        {
            EnsureWritable(folder, $"The servers' data folder {folder}");
        }

        foreach (var server in servers.Where(static server => Path.Exists(server.Data)))
        {
            EnsureWritable(server.Data, $"The data folder {server.Data} of {server.Name}");
        }

        await WaitUntilFreeAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void EnsureWritable(string folder, string description)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".write-{Guid.NewGuid():n}");
            File.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalServersException(
                $"{description} cannot be written: {exception.Message} Choose another with {LocalServersOptions.Section}:Data.",
                exception
            );
        }
    }

    private async Task WaitUntilFreeAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(() => First(servers, LockedFolder), FolderTimeout, cancellationToken).ConfigureAwait(false);
        await WaitAsync(() => First(FixedPorts(), TakenPort), PortTimeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAsync(Func<string?> findObstacle, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        for (var isFirst = true; findObstacle() is { } obstacle; isFirst = false)
        {
            if (isFirst)
            {
                logger.LogWarning("{Obstacle} Waiting up to {Seconds} s for it to end.", obstacle, timeout.TotalSeconds);
            }

            if (timeProvider.GetElapsedTime(started) > timeout)
            {
                throw new LocalServersException(obstacle);
            }

            await Task.Delay(PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? First<T>(IEnumerable<T> items, Func<T, string?> findObstacle) =>
        items.Select(findObstacle).FirstOrDefault(static text => text is not null);

    // The script of a running server holds a lock on this file (flock), and a FileStream that is not shared needs the same lock.
    private static string? LockedFolder(LocalServerResource server)
    {
        var path = server.Data + ".lock";
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException)
        {
            return $"The data folder {server.Data} of {server.Name} is in use by {Holders.OfFile(path) ?? "another run"}. "
                + $"Stop it, or give this run a folder of its own with {LocalServersOptions.Section}:Data.";
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LocalServersException(
                $"The data folder {server.Data} of {server.Name} belongs to another user: {exception.Message} Choose another with {LocalServersOptions.Section}:Data.",
                exception
            );
        }
    }

    private IEnumerable<(string Resource, int Port)> FixedPorts()
    {
        var dashboard = DashboardPorts().Select(static port => ("the dashboard", port));
        return configuration.GetValue<bool>(RandomizePorts) ? dashboard : ModelPorts().Concat(dashboard);
    }

    private IEnumerable<(string Resource, int Port)> ModelPorts() =>
        model.Resources.SelectMany(static resource =>
            resource
                .Annotations.OfType<EndpointAnnotation>()
                .Where(static endpoint => endpoint.Port > 0)
                .Select(endpoint => (resource.Name, endpoint.Port!.Value))
        );

    // A test host has these settings, but no dashboard.
    private IEnumerable<int> DashboardPorts() =>
        !hasDashboard
            ? []
            : DashboardSettings
                .SelectMany(name => configuration[name]?.Split(';') ?? [])
                .Select(static url => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Port : 0)
                .Where(static port => port > 0);

    private static string? TakenPort((string Resource, int Port) fixedPort) =>
        LoopbackPort.IsFree(fixedPort.Port)
            ? null
            : $"Port {fixedPort.Port} of {fixedPort.Resource} is taken by {Holders.OfPort(fixedPort.Port) ?? "another program"}. "
                + "Stop it, or use free ports with --DcpPublisher:RandomizePorts=true.";
}
