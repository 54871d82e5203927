using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Measures the outbox, creates partitions ahead, drops expired partitions and rows, and removes dead letters whose messages took effect
/// after all. Every replica measures, because each reports its own metrics; the other work is harmless when two replicas do it.
/// </summary>
internal sealed class OutboxMaintenance(
    WorkerContext context,
    IOutboxDatabase database,
    OutboxTable table,
    ExpiredMessageTable expired,
    DeadLetterTable deadLetters,
    MessagingTelemetry telemetry,
    IOptionsMonitor<MessagingOptions> options
) : RecurringWork(context, "The outbox is not measured, and its old partitions are not dropped")
{
    private long? _maintained;

    // Read for each run, because operators change intervals and retention while the service runs.
    private MessagingOptions Options => options.CurrentValue;

    protected override WorkSchedule Schedule =>
        new(Options.Outbox.MeasureInterval) { Backoff = new(Options.Outbox.MeasureInterval, Options.Outbox.MeasureInterval) };

    // Rows with a short retention are deleted about once per retention.
    private TimeSpan CleanupInterval => new[] { Options.CleanupInterval, Options.Outbox.Retention, Options.InboxRetention }.Min();

    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await FollowClockAsync(connection, cancellationToken);
        telemetry.Backlog = await table.MeasureAsync(connection.Npgsql, cancellationToken);
        telemetry.DeadLetters = await deadLetters.CountAsync(connection.Npgsql, cancellationToken);
        if (_maintained is { } maintained && TimeProvider.GetElapsedTime(maintained) < CleanupInterval)
        {
            return RunResult.Idle;
        }

        var (changed, isComplete) = await MaintainAsync(connection, cancellationToken);
        _maintained = isComplete ? TimeProvider.GetTimestamp() : null;
        return RunResult.Did(changed);
    }

    private async Task FollowClockAsync(OutboxConnection connection, CancellationToken cancellationToken)
    {
        var outbox = Options.Outbox;
        var wait = outbox.MaxRetryInterval > outbox.SettleTime ? outbox.MaxRetryInterval : outbox.SettleTime;
        await table.FollowClockAsync(connection.Npgsql, wait, cancellationToken);
        await deadLetters.FollowClockAsync(connection.Npgsql, Options.Redelivery.MaxWait, cancellationToken);
    }

    private async Task<(long Changed, bool IsComplete)> MaintainAsync(OutboxConnection connection, CancellationToken cancellationToken)
    {
        // Runs before the inbox's partitions are dropped, because it relies on the inbox's rows.
        long changed = await deadLetters.ForgetHandledAsync(connection.Npgsql, cancellationToken);
        int done;
        do
        {
            done = await table.MaintainAsync(connection.Npgsql, options.CurrentValue, cancellationToken);
            changed += Math.Max(done, 0);
        } while (done > 0);
        changed += await expired.DeleteAsync(connection.Npgsql, options.CurrentValue, cancellationToken);
        return (changed, done == 0);
    }
}
