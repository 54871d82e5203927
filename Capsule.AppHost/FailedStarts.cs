using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>
/// Logs which resource failed or does not become healthy, why, what waits for it, and what to do. The host itself leaves the waiting
/// resources in state Waiting, without a reason.
/// </summary>
internal sealed class FailedStarts(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    DistributedApplicationModel model,
    IHostApplicationLifetime lifetime,
    TimeProvider timeProvider,
    ILogger<FailedStarts> logger
)
{
    private const int MaxLines = 8;
    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string?> _states = [];
    private readonly HashSet<string> _refusedLogins = [];

    /// <summary>Watches the resources until the AppHost stops.</summary>
    public async Task WatchAsync()
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(lifetime.ApplicationStopping))
            {
                await NoteAsync(change, lifetime.ApplicationStopping);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The AppHost stops, and so do its resources.
        }
    }

    private async Task NoteAsync(ResourceEvent change, CancellationToken cancellationToken)
    {
        if (change.Resource is IResourceWithParent)
        {
            // A database has the state of its server, which is reported.
            return;
        }

        var before = _states.GetValueOrDefault(change.ResourceId);
        var state = change.Snapshot.State?.Text;
        _states[change.ResourceId] = state;
        if (state != before && before != KnownResourceStates.Stopping && Failure(change.Snapshot) is { } failure)
        {
            await ReportAsync(change, failure, ServerData.WayOut(change.Resource), cancellationToken);
        }
        else if (state == KnownResourceStates.Running)
        {
            await NoteHealthAsync(change, isNew: state != before, cancellationToken);
        }
    }

    private static string? Failure(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text switch
        {
            { } state when state == KnownResourceStates.RuntimeUnhealthy =>
                "needs a container runtime, and none answers: start one such as Docker, or set LocalServers:Enabled to true",
            { } state when state == KnownResourceStates.FailedToStart => Ended(snapshot) ?? "failed to start",
            { } state when state == KnownResourceStates.Exited || state == KnownResourceStates.Finished => Ended(snapshot),
            _ => null,
        };

    private static string? Ended(CustomResourceSnapshot snapshot) =>
        snapshot.ExitCode is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}") : null;

    private async Task NoteHealthAsync(ResourceEvent change, bool isNew, CancellationToken cancellationToken)
    {
        if (isNew)
        {
            _ = ReportSlowStartAsync(change.ResourceId, cancellationToken);
        }

        // A server on earlier data starts with the earlier login, and then refuses the AppHost's forever.
        if (Refusal(change.Snapshot) is { } refusal && _refusedLogins.Add(change.ResourceId))
        {
            await ReportAsync(change, $"refuses its login: {refusal}", ServerData.WayOutOfRefusedLogin(change.Resource), cancellationToken);
        }
    }

    private static string? Refusal(CustomResourceSnapshot snapshot) =>
        snapshot
            .HealthReports.Where(static report => report.Status is not HealthStatus.Healthy)
            .Select(static report => report.ExceptionText ?? report.Description ?? "")
            .Where(ServerData.IsRefusedLogin)
            .Select(FirstLine)
            .FirstOrDefault();

    private async Task ReportSlowStartAsync(string resourceId, CancellationToken cancellationToken)
    {
        await Task.Delay(HealthTimeout, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (
            !cancellationToken.IsCancellationRequested
            && notifications.TryGetCurrentState(resourceId, out var now)
            && now.Snapshot is { State.Text: var state, HealthStatus: not HealthStatus.Healthy }
            && state == KnownResourceStates.Running
            && !_refusedLogins.Contains(resourceId)
        )
        {
            var reasons = now
                .Snapshot.HealthReports.Where(static report => report.Status is not HealthStatus.Healthy)
                .Select(static report => $"{report.Name}: {FirstLine(report.ExceptionText ?? report.Description ?? "not checked yet")}");
            await ReportAsync(
                now,
                $"is not healthy after {HealthTimeout.TotalSeconds:0} s ({string.Join("; ", reasons)})",
                ServerData.WayOut(now.Resource),
                cancellationToken
            );
        }
    }

    private async Task ReportAsync(ResourceEvent change, string failure, string? wayOut, CancellationToken cancellationToken)
    {
        var waiting = Dependents.Of(change.Resource, model);
        logger.LogError(
            "{Resource} {Failure}.{Waiting}{WayOut} Fix the cause, then start {Resource} again in the dashboard or restart the AppHost.{Log}",
            change.Resource.Name,
            failure,
            waiting.Count == 0 ? "" : $" Waiting for it: {string.Join(", ", waiting)}.",
            wayOut is null ? "" : " " + wayOut,
            change.Resource.Name,
            await EndOfLogAsync(change.ResourceId, cancellationToken)
        );
    }

    // The last lines of a program arrive after the news that it ended: the log is read until nothing comes for a while.
    private async Task<string> EndOfLogAsync(string resource, CancellationToken cancellationToken)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        quiet.CancelAfter(LogPause);
        var lines = new List<string>();
        try
        {
            await foreach (var batch in logs.WatchAsync(resource).WithCancellation(quiet.Token))
            {
                lines.AddRange(batch.Select(line => line.Content).Where(IsOfProgram));
                quiet.CancelAfter(LogPause);
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Also an unreadable log, which must not hide the failure or end the watch.
        }

        return lines.Count == 0 ? "" : $" Its last lines:\n{string.Join('\n', lines.TakeLast(MaxLines))}";
    }

    // Every line begins with a time. DCP notes how it starts the program, and servers print blank lines.
    private static bool IsOfProgram(string line) =>
        line.Split(' ', 2) is [_, var text] && text.Length > 0 && !text.StartsWith("[sys] ", StringComparison.Ordinal);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r', '.', ' ');
}

internal static class FailedStartsExtensions
{
    /// <summary>Logs each resource that fails or does not become healthy, why, and what waits for it.</summary>
    public static void ReportFailedStarts(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsRunMode)
        {
            // A hosted service would start only after the host has started all resources.
            builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<FailedStarts>(services, TimeProvider.System));
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
