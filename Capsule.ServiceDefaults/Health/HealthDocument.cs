using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.ServiceDefaults;

/// <summary>The JSON body of a health endpoint; callers who may not see details receive only <see cref="Status"/>.</summary>
/// <param name="Status">The worst status of all checks: Healthy, Degraded or Unhealthy.</param>
/// <param name="DurationMs">The total duration of the checks in milliseconds.</param>
/// <param name="Checks">The checks by name.</param>
internal sealed record HealthDocument(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, HealthDocument.Check>? Checks
)
{
    /// <summary>The check of one dependency.</summary>
    /// <param name="Status">Healthy, Degraded or Unhealthy.</param>
    /// <param name="Description">The result for people.</param>
    /// <param name="DurationMs">The duration of the check in milliseconds.</param>
    /// <param name="Data">The measured values by name, for programs; omitted when there are none.</param>
    public sealed record Check(
        string Status,
        string? Description,
        double DurationMs,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object>? Data
    );

    public static HealthDocument Of(HealthReport report, bool withDetails) =>
        withDetails
            ? new HealthDocument(
                report.Status.ToString(),
                Math.Round(report.TotalDuration.TotalMilliseconds, 1),
                report.Entries.ToDictionary(static entry => entry.Key, static entry => Of(entry.Value))
            )
            : new HealthDocument(report.Status.ToString(), null, null);

    private static Check Of(HealthReportEntry entry) =>
        new(
            entry.Status.ToString(),
            entry.Description,
            Math.Round(entry.Duration.TotalMilliseconds, 1),
            entry.Data.Count > 0 ? entry.Data : null
        );
}
