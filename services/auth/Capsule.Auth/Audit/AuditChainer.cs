using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Audit;

/// <summary>
/// Chains committed events to the audit log, and creates the log's partitions ahead. The database's function takes a lock, so that one
/// replica at a time works; another replica goes on when that one dies.
/// </summary>
internal sealed class AuditChainer(WorkerContext context, IServiceScopeFactory scopes, IOptions<AuditOptions> options)
    : RecurringWork(context, "Events wait to be chained to the audit log")
{
    private const int Batch = 1000;
    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);
    private static readonly TimeSpan MaxRetryInterval = TimeSpan.FromSeconds(5);

    private long? _maintained;

    /// <inheritdoc/>
    protected override WorkSchedule Schedule =>
        new(options.Value.ChainInterval) { Backoff = new(options.Value.ChainInterval, MaxRetryInterval) };

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var table = scope.ServiceProvider.GetRequiredService<AuditTable>();
            await MaintainAsync(table, cancellationToken);
            return RunResult.Did(await ChainAsync(table, cancellationToken));
        }
        catch
        {
            // A missing partition may be the cause, so maintenance runs before the next try.
            _maintained = null;
            throw;
        }
    }

    private async Task MaintainAsync(AuditTable table, CancellationToken cancellationToken)
    {
        if (_maintained is { } maintained && TimeProvider.GetElapsedTime(maintained) < MaintenanceInterval)
        {
            return;
        }

        while (await table.MaintainAsync(Ahead, cancellationToken) > 0) { }

        _maintained = TimeProvider.GetTimestamp();
    }

    private static async Task<long> ChainAsync(AuditTable table, CancellationToken cancellationToken)
    {
        long all = 0;
        int chained;
        do
        {
            chained = await table.ChainAsync(Batch, cancellationToken);
            all += chained;
        } while (chained == Batch);
        return all;
    }
}
