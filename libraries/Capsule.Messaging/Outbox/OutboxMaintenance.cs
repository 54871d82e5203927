using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Measures the outbox, makes partitions ahead of time and drops them behind, and removes dead letters whose messages took effect all the same. Every replica
/// measures, since each reports what it measured; the rest is harmless when two replicas do it.
/// </summary>
internal sealed class OutboxMaintenance(
    WorkerContext context, IOutboxDatabase database, OutboxTable table, DeadLetterTable deadLetters, MessagingTelemetry telemetry, IOptions<MessagingOptions> options)
    : RecurringWork(context, "The outbox is neither measured nor tidied")
{
    private readonly MessagingOptions _options = options.Value;
    private long? _maintained;

    protected override WorkSchedule Schedule => new(_options.Outbox.MeasureInterval)
    {
        Backoff = new(_options.Outbox.MeasureInterval, _options.Outbox.MeasureInterval),
    };

    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await FollowClockAsync(connection, cancellationToken);
        telemetry.Backlog = await table.MeasureAsync(connection.Npgsql, cancellationToken);
        telemetry.DeadLetters = await deadLetters.CountAsync(connection.Npgsql, cancellationToken);
        if (_maintained is { } maintained && TimeProvider.GetElapsedTime(maintained) < _options.CleanupInterval)
        {
            return RunResult.Idle;
        }

        var (changed, isComplete) = await MaintainAsync(connection, cancellationToken);
        _maintained = isComplete ? TimeProvider.GetTimestamp() : null;
        return RunResult.Did(changed);
    }

    private async Task FollowClockAsync(OutboxConnection connection, CancellationToken cancellationToken)
    {
        var wait = _options.Outbox.MaxRetryInterval > _options.Outbox.SettleTime ? _options.Outbox.MaxRetryInterval : _options.Outbox.SettleTime;
        await table.FollowClockAsync(connection.Npgsql, wait, cancellationToken);
        await deadLetters.FollowClockAsync(connection.Npgsql, _options.Redelivery.LongestWait, cancellationToken);
    }

    private async Task<(long Changed, bool IsComplete)> MaintainAsync(OutboxConnection connection, CancellationToken cancellationToken)
    {
        // Before the inbox forgets.
        long changed = await deadLetters.ForgetHandledAsync(connection.Npgsql, cancellationToken);
        int done;
        do
        {
            done = await table.MaintainAsync(connection.Npgsql, _options, cancellationToken);
            changed += Math.Max(done, 0);
        }
        while (done > 0);
        return (changed, done == 0);
    }
}
