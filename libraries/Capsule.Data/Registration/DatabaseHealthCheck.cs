using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Capsule.Data;

/// <summary>
/// Unhealthy when the database cannot be reached or lacks migrations that the service was built with. A database that is ahead is healthy,
/// because migrations keep the previous build working.
/// </summary>
internal sealed class DatabaseHealthCheck(ServiceDatabase database) : IHealthCheck
{
    public const string Name = "database";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Judge(await database.Status.GetAsync(cancellationToken));
        }
        catch (PostgresException exception)
        {
            return HealthCheckResult.Unhealthy($"The server refuses: {exception.MessageText} ({exception.SqlState})", exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The database cannot be reached: {exception.Message}", exception);
        }
    }

    private static HealthCheckResult Judge(DatabaseStatus status) =>
        status switch
        {
            { Pending.Count: > 0 } => HealthCheckResult.Unhealthy($"Migrations are pending: {string.Join(", ", status.Pending)}"),
            { Ahead.Count: > 0 } => HealthCheckResult.Healthy($"The database is ahead of this build by: {string.Join(", ", status.Ahead)}"),
            _ => HealthCheckResult.Healthy($"PostgreSQL {status.ServerVersion}, {status.Applied.Count} migrations applied"),
        };
}
