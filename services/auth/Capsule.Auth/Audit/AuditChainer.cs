using System.Diagnostics;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Audit;

/// <summary>
/// Chains events that have been committed to the audit log, and makes its partitions ahead. One replica at a time does; what it leaves
/// behind when it dies, the next takes.
/// </summary>
internal sealed class AuditChainer(IServiceScopeFactory scopes, TimeProvider time, IOptions<AuditOptions> options, ILogger<AuditChainer> logger) : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);

    private long? _maintained;
    private bool _failed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled, so that asking twice a second makes no traces.
        using var quiet = new Activity("audit chainer").Start();
        using var timer = new PeriodicTimer(options.Value.ChainInterval, time);
        do
        {
            try
            {
                await WorkAsync(stoppingToken);
                _failed = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_failed)
                {
                    logger.LogWarning("Events wait to be chained to the audit log: {Reason}", exception.GetBaseException().Message);
                }

                // It may lack a partition.
                (_failed, _maintained) = (true, null);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var schema = SqlText.Identifier(database.Schema);
        if (_maintained is null || time.GetElapsedTime(_maintained.Value) >= MaintenanceInterval)
        {
            while (await CallAsync(database, $"select {schema}.maintain_audit_log({{0}}) as \"Value\"", Ahead, cancellation) > 0)
            {
            }

            _maintained = time.GetTimestamp();
        }

        while (await CallAsync(database, $"select {schema}.chain_audit_log({{0}}) as \"Value\"", Batch, cancellation) == Batch)
        {
        }
    }

    private static async Task<int> CallAsync(AuthDbContext database, string sql, object argument, CancellationToken cancellation) =>
        (await database.Database.SqlQueryRaw<int>(sql, argument).ToListAsync(cancellation)).Single();
}
