using Capsule.ServiceDefaults.Operators;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.ServiceDefaults.Health;

/// <summary>The last health report, shared by all requests of the same second.</summary>
internal sealed class HealthReports(HealthCheckService checks, OperatorAccess operators)
{
    /// <summary>The tag of checks that only say whether the process runs.</summary>
    public const string LiveTag = "live";

    /// <summary>All checks.</summary>
    public SharedAnswer<HealthReport> Ready { get; } = operators.Share(() => checks.CheckHealthAsync());

    /// <summary>Those that depend on nothing else.</summary>
    public SharedAnswer<HealthReport> Live { get; } = operators.Share(() => checks.CheckHealthAsync(static check => check.Tags.Contains(LiveTag)));
}
