using Capsule.Data;
using Capsule.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Audit;

/// <summary>
/// Chains events that have been committed to the audit log, and makes its partitions ahead. One replica at a time does, by the lock that
/// the database's function takes; what it leaves behind when it dies, the next takes.
/// </summary>
internal sealed class AuditChainer(WorkerContext context, IServiceScopeFactory scopes, IOptions<AuditOptions> options)
    : RecurringWork(context, "Events wait to be chained to the audit log")
{
    private const int Batch = 1000;
    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);
    private static readonly TimeSpan MaxRetryInterval = TimeSpan.FromSeconds(5);

    private static readonly SchemaSql Maintain = new("""select {schema}.maintain_audit_log({0}) as "Value" """);
    private static readonly SchemaSql Chain = new("""select {schema}.chain_audit_log({0}) as "Value" """);

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
            var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
            await MaintainAsync(database, cancellationToken);
            return RunResult.Did(await ChainAsync(database, cancellationToken));
        }
        catch
        {
            // The log may lack a partition.
            _maintained = null;
            throw;
        }
    }

    private async Task MaintainAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        if (_maintained is { } maintained && TimeProvider.GetElapsedTime(maintained) < MaintenanceInterval)
        {
            return;
        }

        while (await CallAsync(database, Maintain, Ahead, cancellationToken) > 0) { }

        _maintained = TimeProvider.GetTimestamp();
    }

    private static async Task<long> ChainAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        long all = 0;
        int chained;
        do
        {
            chained = await CallAsync(database, Chain, Batch, cancellationToken);
            all += chained;
        } while (chained == Batch);
        return all;
    }

    private static async Task<int> CallAsync(AuthDbContext database, SchemaSql sql, object argument, CancellationToken cancellationToken) =>
        (await database.Database.SqlQueryRaw<int>(sql.In(database), argument).ToListAsync(cancellationToken)).Single();
}
