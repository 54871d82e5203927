using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>
/// Logs which resource failed, with the end of its log, and what waits for it. The host itself leaves the waiting resources in state
/// Waiting, without a reason.
/// </summary>
internal sealed class FailedStarts(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    DistributedApplicationModel model,
    IHostApplicationLifetime lifetime,
    ILogger<FailedStarts> logger
)
{
    private const int MaxLines = 8;
    private static readonly TimeSpan LogTimeout = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, string?> _states = [];

    /// <summary>Watches the resources until the AppHost stops.</summary>
    public async Task WatchAsync()
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(lifetime.ApplicationStopping))
            {
                var before = _states.GetValueOrDefault(change.ResourceId);
                var state = change.Snapshot.State?.Text;
                _states[change.ResourceId] = state;
                if (state != before && before != KnownResourceStates.Stopping && HasFailed(change.Snapshot))
                {
                    await ReportAsync(change, lifetime.ApplicationStopping);
                }
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The AppHost stops, and so do its resources.
        }
    }

    private static bool HasFailed(CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        return state == KnownResourceStates.FailedToStart
            || (state == KnownResourceStates.Exited || state == KnownResourceStates.Finished) && snapshot.ExitCode is not (null or 0);
    }

    private async Task ReportAsync(ResourceEvent change, CancellationToken cancellationToken)
    {
        var how = change.Snapshot.ExitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}")
            : "failed to start";
        var waiting = WaitingFor(change.Resource);
        logger.LogError(
            "{Resource} {How}.{Waiting} Fix the cause, then start {Resource} again in the dashboard or restart the AppHost.{Log}",
            change.Resource.Name,
            how,
            waiting.Count == 0 ? "" : $" Waiting for it: {string.Join(", ", waiting)}.",
            change.Resource.Name,
            await EndOfLogAsync(change.ResourceId, cancellationToken)
        );
    }

    // Includes programs that wait for it through others. Resources are compared by name, because a local server replaces the container that
    // others refer to.
    private List<string> WaitingFor(IResource failed)
    {
        var waiting = new HashSet<string>(StringComparer.Ordinal) { failed.Name };
        int before;
        do
        {
            before = waiting.Count;
            waiting.UnionWith(model.Resources.Where(resource => IsHeldBy(resource, waiting)).Select(resource => resource.Name).ToList());
        } while (waiting.Count > before);

        var programs = model.Resources.OfType<ProjectResource>().Select(resource => resource.Name);
        return [.. programs.Where(name => name != failed.Name && waiting.Contains(name)).Order(StringComparer.Ordinal)];
    }

    private static bool IsHeldBy(IResource resource, HashSet<string> others) =>
        resource.Annotations.OfType<WaitAnnotation>().Any(wait => others.Contains(wait.Resource.Name))
        || (resource is IResourceWithParent child && others.Contains(child.Parent.Name));

    private async Task<string> EndOfLogAsync(string resource, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(LogTimeout);
        var lines = new List<string>();
        try
        {
            await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(timeout.Token))
            {
                lines.AddRange(batch.Select(line => line.Content));
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // An unreadable log must not hide the failure or end the watch; a partial log is better than none.
        }

        return lines.Count == 0 ? "" : $" Its last lines:\n{string.Join('\n', lines.TakeLast(MaxLines))}";
    }
}

internal static class FailedStartsExtensions
{
    /// <summary>Logs each resource that fails, why, and what waits for it.</summary>
    public static void ReportFailedStarts(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsRunMode)
        {
            // A hosted service would start only after the host has started all resources.
            builder.Services.AddSingleton<FailedStarts>();
            builder.Eventing.Subscribe<BeforeStartEvent>(
                (start, cancellationToken) =>
                {
                    _ = start.Services.GetRequiredService<FailedStarts>().WatchAsync();
                    return Task.CompletedTask;
                }
            );
        }
    }
}
