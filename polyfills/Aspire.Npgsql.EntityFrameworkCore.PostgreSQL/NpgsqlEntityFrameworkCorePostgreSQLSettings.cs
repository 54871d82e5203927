// Stands in for Aspire.Npgsql.EntityFrameworkCore.PostgreSQL: registers or enriches a DbContext with retries, health check, traces
// and metrics.
namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>
/// Settings of a DbContext on PostgreSQL (configuration sections Aspire:Npgsql:EntityFrameworkCore:PostgreSQL, then :{connection name},
/// then :{type name} below it).
/// </summary>
public sealed class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>The connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether commands that fail in passing are not retried.</summary>
    public bool DisableRetry { get; set; }

    /// <summary>Whether the health check is left out.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether traces are left out.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether metrics are left out.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>The longest that a command may take, in seconds.</summary>
    public int? CommandTimeout { get; set; }
}
