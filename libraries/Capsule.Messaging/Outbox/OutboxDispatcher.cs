using Capsule.Workers;

namespace Capsule.Messaging;

/// <summary>Sends the outbox's events in batches; any number of replicas share the work.</summary>
internal sealed class OutboxDispatcher(WorkerContext context, OutboxBatch batch, OutboxWake wake)
    : RecurringWork(context, "Events wait in the outbox", wake)
{
    protected override WorkSchedule Schedule { get; } =
        new(batch.PollInterval)
        {
            Backoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(3)),

            // The grace period lets the current batch end, so that events that the broker confirmed are marked as sent.
            StopGrace = TimeSpan.FromSeconds(5),
        };

    protected override Task<RunResult> RunAsync(CancellationToken cancellationToken) => batch.SendAsync(cancellationToken);
}
