using Capsule.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.ServiceDefaults;

/// <summary>The last health report, shared by all requests of the same second.</summary>
internal sealed class HealthReports(HealthCheckService checks, IHostEnvironment environment, TimeProvider timeProvider)
{
    /// <summary>The tag of checks that only say whether the process runs.</summary>
    public const string LiveTag = "live";

    /// <summary>All checks.</summary>
    public SharedAnswer<HealthReport> Ready { get; } = new(environment, timeProvider, () => checks.CheckHealthAsync());

    /// <summary>Those that depend on nothing else.</summary>
    public SharedAnswer<HealthReport> Live { get; } =
        new(environment, timeProvider, () => checks.CheckHealthAsync(static check => check.Tags.Contains(LiveTag)));
}
