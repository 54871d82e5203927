// Stands in for Aspire.Npgsql: registers an NpgsqlDataSource with health check, traces and metrics.
namespace Aspire.Npgsql;

/// <summary>Settings of a PostgreSQL data source (configuration sections Aspire:Npgsql and Aspire:Npgsql:{name}).</summary>
public class NpgsqlSettings
{
    /// <summary>The connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether the health check is left out.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether traces are left out.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether metrics are left out.</summary>
    public bool DisableMetrics { get; set; }
}
