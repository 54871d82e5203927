using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.ServiceDefaults;

/// <summary>The JSON body of a health endpoint; <see cref="Status"/> alone for those who may not see details.</summary>
/// <param name="Status">The worst status of all checks: Healthy, Degraded or Unhealthy.</param>
/// <param name="DurationMs">How long the checks took, in milliseconds.</param>
/// <param name="Checks">Each check by name.</param>
internal sealed record HealthDocument(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, HealthDocument.Check>? Checks
)
{
    /// <summary>One dependency.</summary>
    /// <param name="Status">Healthy, Degraded or Unhealthy.</param>
    /// <param name="Description">What is known about it.</param>
    /// <param name="DurationMs">How long the check took, in milliseconds.</param>
    /// <param name="Data">
    /// What it measured, by name; for programs, as <see cref="Description"/> is for people. Left out when it measured nothing.
    /// </param>
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
