using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Embedded;

/// <summary>Asks again and again whether a running instance is well: quickly until it is ready, then at leisure.</summary>
/// <param name="resource">The resource, with the names of its checks.</param>
/// <param name="ownName">The name of a check beside them; null for none.</param>
/// <param name="ownCheck">That check. It throws when no waiting will mend the matter.</param>
/// <param name="context">Where the checks are.</param>
internal sealed class HealthWatch(IResource resource, string? ownName, Func<CancellationToken, Task<bool>> ownCheck, RunContext context)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileUnwell = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OnceReady = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    private readonly string[] _named = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).Distinct()];

    /// <summary>The reports before the first check.</summary>
    internal ImmutableArray<HealthReportSnapshot> Unknown =>
        [.. _named.Append(ownName).OfType<string>().Select(name => new HealthReportSnapshot(name, null, null, null))];

    /// <summary>Checks until it is cancelled; tells of reports that differ from those before, and once that all is well.</summary>
    internal async Task RunAsync(
        Func<ImmutableArray<HealthReportSnapshot>, Task> onChange, Func<CancellationToken, Task> onReady, CancellationToken cancellationToken)
    {
        var known = Unknown;
        var ready = false;
        while (true)
        {
            var reports = await CheckAsync(cancellationToken);
            if (!reports.Select(report => report.Status).SequenceEqual(known.Select(report => report.Status)))
            {
                known = reports;
                await onChange(reports);
            }

            var healthy = reports.All(report => report.Status == HealthStatus.Healthy);
            if (healthy && !ready)
            {
                ready = true;
                await onReady(cancellationToken);
            }

            await Task.Delay(healthy ? OnceReady : ready ? WhileUnwell : WhileStarting, context.Time, cancellationToken);
        }
    }

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(CancellationToken cancellationToken)
    {
        var reports = ImmutableArray.CreateBuilder<HealthReportSnapshot>();
        if (_named.Length > 0)
        {
            reports.AddRange(await CheckNamedAsync(cancellationToken));
        }

        if (ownName is not null)
        {
            reports.Add(Report(ownName, await ownCheck(cancellationToken) ? HealthStatus.Healthy : HealthStatus.Unhealthy, null, null));
        }

        return reports.ToImmutable();
    }

    private async Task<IEnumerable<HealthReportSnapshot>> CheckNamedAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(AnswerTime);
        try
        {
            var report = await context.Health.CheckHealthAsync(check => _named.Contains(check.Name), limited.Token);
            return _named.Select(name => report.Entries.TryGetValue(name, out var entry)
                ? Report(name, entry.Status, entry.Description, entry.Exception?.Message)
                : Report(name, HealthStatus.Unhealthy, "There is no such health check.", null));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return _named.Select(name => Report(name, HealthStatus.Unhealthy, $"No answer within {AnswerTime.TotalSeconds} s.", null));
        }
    }

    private HealthReportSnapshot Report(string name, HealthStatus status, string? description, string? exception) =>
        new(name, status, description, exception) { LastRunAt = context.Time.GetUtcNow().UtcDateTime };
}
