using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Embedded;

/// <summary>Tells the user of a terminal what happens: a line for each change of state, with the time it took.</summary>
internal sealed class ConsoleReport(RunContext context, DistributedApplicationOptions application)
{
    private const int ShownLines = 10;
    private readonly Dictionary<string, (string State, long Since)> _shown = [];

    /// <summary>Says something.</summary>
    internal void Say(string text)
    {
        if (application.IsAttended)
        {
            Console.WriteLine(text);
        }
    }

    /// <summary>Shows the changes of the instances until it is cancelled; once nothing is under way any more, where everything is.</summary>
    internal async Task FollowAsync(IReadOnlyList<string> ids, Func<string?> dashboard, CancellationToken cancellationToken)
    {
        var width = ids.Max(id => id.Length);
        var summarised = false;
        var begin = context.Time.GetTimestamp();
        await foreach (var change in context.Notifications.WatchAsync(cancellationToken))
        {
            if (!ids.Contains(change.ResourceId) || Describe(change.Snapshot) is not { } state)
            {
                continue;
            }

            var before = _shown.GetValueOrDefault(change.ResourceId, ("", begin));
            if (before.Item1 == state)
            {
                continue;
            }

            var took = context.Time.GetElapsedTime(before.Item2);
            _shown[change.ResourceId] = (state, context.Time.GetTimestamp());
            Say(string.Create(CultureInfo.InvariantCulture, $"{change.ResourceId.PadRight(width)}  {state,-14} {took.TotalSeconds,6:0.0} s"));
            ShowReason(change);
            if (!summarised && ids.All(IsSettled))
            {
                summarised = true;
                Summarise(context.Time.GetElapsedTime(begin), dashboard());
            }
        }
    }

    private static string? Describe(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        null => null,
        var state when state == KnownResourceStates.Running && snapshot.HealthReports.Length > 0 =>
            snapshot.HealthStatus == HealthStatus.Healthy ? "Healthy"
            : snapshot.HealthReports.All(report => report.Status is null) ? state : null,
        var state when snapshot.ExitCode is not null and not 0 => string.Create(CultureInfo.InvariantCulture, $"{state} ({snapshot.ExitCode})"),
        var state => state,
    };

    private bool IsSettled(string id) =>
        context.Notifications.TryGetCurrentState(id, out var now) && now.Snapshot is var snapshot
        && (snapshot.HealthStatus == HealthStatus.Healthy
            || snapshot.State?.Text == KnownResourceStates.NotStarted
            || KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text));

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

    private void Summarise(TimeSpan took, string? dashboard)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"\nEverything has started after {took.TotalSeconds:0.0} s. Ctrl-C stops it."));
        foreach (var project in context.Model.Resources.OfType<ProjectResource>())
        {
            foreach (var endpoint in project.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.AllocatedEndpoint).OfType<AllocatedEndpoint>())
            {
                Say($"  {project.Name,-12} {endpoint.UriString}");
            }
        }

        if (dashboard is not null)
        {
            Say($"  {"dashboard",-12} {dashboard}");
        }
    }
}
