using Capsule.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Locks due events, sends them and marks them, in one transaction. If the process dies, PostgreSQL frees the locks and the events are sent
/// again, which the consumers' inboxes make harmless.
/// </summary>
internal sealed class OutboxBatch(
    IOutboxDatabase database,
    DueEvents due,
    OutboxTable table,
    EventSender sender,
    ForgottenEvents forgotten,
    MessagingTelemetry telemetry,
    IOptions<MessagingOptions> options,
    ILogger<OutboxBatch> logger
)
{
    private const int WindowOfBatches = 5;
    private readonly OutboxOptions _options = options.Value.Outbox;
    private readonly Backoff _retry = new(options.Value.Outbox.MinRetryInterval, options.Value.Outbox.MaxRetryInterval);
    private bool _isolate;

    /// <summary>How long to wait for the next batch unless the worker is woken or an event is due earlier.</summary>
    public TimeSpan PollInterval => _options.PollInterval;

    /// <summary>Sends one batch. The next batch follows at once if events were sent, otherwise when the next event is due.</summary>
    /// <exception cref="BrokerUnavailableException">The broker did not answer; unconfirmed events do not count as tried.</exception>
    public async Task<RunResult> SendAsync(CancellationToken cancellationToken)
    {
        // Connects first, so that no row stays locked while the broker is down.
        await sender.ConnectAsync(_options.PublishTimeout, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.Npgsql.BeginTransactionAsync(cancellationToken);

        // After a lost channel, events are sent one by one, so that the event that made the broker close the channel is found and
        // postponed.
        var limit = _isolate ? 1 : _options.BatchSize;
        var events = await due.TakeAsync(connection.Npgsql, limit, WindowOfBatches * limit, cancellationToken);
        if (events.Count == 0)
        {
            var (anyDue, next) = await table.NextDueAsync(connection.Npgsql, cancellationToken);

            // The window may contain only events behind a postponed event or behind events that another replica has locked.
            events = anyDue ? await due.TakeAsync(connection.Npgsql, limit, int.MaxValue, cancellationToken) : events;
            if (events.Count == 0)
            {
                return RunResult.Idle.Next(next < _options.PollInterval ? next.Value : _options.PollInterval);
            }
        }

        var outcomes = await sender.SendAsync(events, _options.PublishTimeout, cancellationToken);
        var sent = events
            .Where((_, i) => outcomes[i].Result == SendResult.Confirmed)
            .ToLookup(pending => forgotten.Contains(pending.Name), pending => pending.Id);
        var confirmed = sent.Sum(ids => ids.Count());
        var deferred = events.Select((pending, i) => Defer(pending, outcomes[i], events.Count)).OfType<DeferredEvent>().ToList();
        if (confirmed + deferred.Count > 0)
        {
            await table.MarkAsync(connection.Npgsql, [.. sent[false]], [.. sent[true]], deferred, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        telemetry.Sent(confirmed);
        telemetry.Refused(deferred.Count(put => put.Error is not null));
        _isolate = outcomes.Any(outcome => outcome.Result >= SendResult.ChannelClosed) && confirmed + deferred.Count < events.Count;
        return _isolate
            ? throw new BrokerUnavailableException(
                outcomes.First(outcome => outcome.Result >= SendResult.ChannelClosed).Error ?? "no answer"
            )
            : RunResult.Did(confirmed).Next(TimeSpan.Zero);
    }

    private DeferredEvent? Defer(PendingEvent pending, SendOutcome outcome, int together) =>
        outcome.Result switch
        {
            SendResult.Unsettled => new DeferredEvent(pending.Id, null, outcome.Wait),
            SendResult.Refused => Refuse(pending, outcome.Error),

            // An event that was sent alone is the one that made the broker close the channel or not answer.
            SendResult.ChannelClosed or SendResult.NoAnswer when together == 1 => Refuse(pending, outcome.Error),
            _ => null,
        };

    private DeferredEvent Refuse(PendingEvent pending, string? error)
    {
        var refused = new DeferredEvent(pending.Id, error ?? "refused", _retry.Wait(pending.Attempts + 1));
        var level = pending.Attempts == 0 ? LogLevel.Warning : LogLevel.Debug;
        logger.Log(level, "{Event} {MessageId} stays in the outbox: {Reason}", pending.Name.Name, pending.Id, refused.Error);
        return refused;
    }
}
