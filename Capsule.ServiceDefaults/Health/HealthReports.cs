using Capsule.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.ServiceDefaults;

/// <summary>Health reports, each shared by all requests within a second.</summary>
internal sealed class HealthReports(HealthCheckService checks, IHostEnvironment environment, TimeProvider timeProvider)
{
    /// <summary>The tag of checks that only report whether the process runs.</summary>
    public const string LiveTag = "live";

    /// <summary>The report of all checks.</summary>
    public SharedResult<HealthReport> Ready { get; } = new(environment, timeProvider, () => checks.CheckHealthAsync());

    /// <summary>The report of checks without dependencies.</summary>
    public SharedResult<HealthReport> Live { get; } =
        new(environment, timeProvider, () => checks.CheckHealthAsync(static check => check.Tags.Contains(LiveTag)));
}
