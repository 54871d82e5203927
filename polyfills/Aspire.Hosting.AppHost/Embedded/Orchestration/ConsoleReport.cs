using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Embedded;

/// <summary>Tells the user of a terminal what happens: a line for each change of state, with the time it took.</summary>
internal sealed class ConsoleReport(RunContext context, DistributedApplicationOptions application)
{
    private const int ShownLines = 10;
    private const string Healthy = nameof(HealthStatus.Healthy);

    private readonly Dictionary<string, (string State, long Since, bool IsSettled)> _shown = [];

    /// <summary>Says something.</summary>
    internal void Say(string text)
    {
        if (application.IsAttended)
        {
            Console.WriteLine(text);
        }
    }

    /// <summary>Shows the changes of the instances until it is cancelled; once nothing is under way any more, where everything is.</summary>
    internal async Task FollowAsync(IReadOnlyList<string> ids, Task<string?>? dashboard, CancellationToken cancellationToken)
    {
        var width = ids.Select(id => id.Length).Append(0).Max();
        var summarised = false;
        var begin = context.Time.GetTimestamp();
        await foreach (var change in context.Notifications.WatchAsync(cancellationToken))
        {
            var (before, since, _) = _shown.GetValueOrDefault(change.ResourceId, ("", begin, false));
            if (!ids.Contains(change.ResourceId) || Describe(change.Snapshot, before) is not { } state)
            {
                continue;
            }

            _shown[change.ResourceId] = (state, state == before ? since : context.Time.GetTimestamp(), IsSettled(change.Snapshot));
            if (state != before)
            {
                var took = context.Time.GetElapsedTime(since).TotalSeconds;
                Say(string.Create(CultureInfo.InvariantCulture, $"{change.ResourceId.PadRight(width)}  {state,-14} {took,6:0.0} s"));
                ShowReason(change);
            }

            summarised |= change.Snapshot.State?.Text == KnownResourceStates.Stopping;
            if (!summarised && ids.All(id => _shown.TryGetValue(id, out var shown) && shown.IsSettled))
            {
                summarised = true;
                Summarise(ids, context.Time.GetElapsedTime(begin));
                if (dashboard is not null)
                {
                    _ = ShowDashboardAsync(dashboard);
                }
            }
        }
    }

    private static string? Describe(CustomResourceSnapshot snapshot, string before) => snapshot switch
    {
        { State: null } => null,
        { HealthStatus: HealthStatus.Healthy, ResourceReady: not null, HealthReports.Length: > 0 } => Healthy,
        { HealthStatus: not null, HealthReports.Length: > 0 } when before == Healthy => "Unhealthy",
        { HealthStatus: not null } when before == "Unhealthy" => null,
        { ExitCode: not null and not 0 } => string.Create(CultureInfo.InvariantCulture, $"{snapshot.State.Text} ({snapshot.ExitCode})"),
        _ => snapshot.State.Text,
    };

    private static bool IsSettled(CustomResourceSnapshot snapshot) =>
        snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReady: not null }
        || snapshot.State?.Text == KnownResourceStates.NotStarted
        || KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private void ShowReason(ResourceEvent change)
    {
        if (change.Snapshot.State?.Style != KnownResourceStateStyles.Error)
        {
            return;
        }

        foreach (var line in context.Loggers.GetBacklog(change.ResourceId).TakeLast(ShownLines))
        {
            Say("    " + line.Content[(line.Content.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        }
    }

    private void Summarise(IReadOnlyList<string> ids, TimeSpan took)
    {
        var failed = ids.Count(id =>
            context.Notifications.TryGetCurrentState(id, out var now) && now.Snapshot.State?.Style == KnownResourceStateStyles.Error);
        var outcome = failed == 0 ? "Everything has started" : string.Create(CultureInfo.InvariantCulture, $"Started, {failed} of {ids.Count} failed,");
        Say(string.Create(CultureInfo.InvariantCulture, $"\n{outcome} after {took.TotalSeconds:0.0} s. Ctrl-C stops it."));
        foreach (var project in context.Model.Resources.OfType<ProjectResource>())
        {
            foreach (var endpoint in project.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.AllocatedEndpoint).OfType<AllocatedEndpoint>())
            {
                Say($"  {project.Name,-12} {endpoint.UriString}");
            }
        }
    }

    private async Task ShowDashboardAsync(Task<string?> dashboard)
    {
        if (await dashboard is { } link)
        {
            Say($"  {"dashboard",-12} {link}");
        }
    }
}
