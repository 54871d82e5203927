using Capsule.Workers;

namespace Capsule.Messaging;

/// <summary>Sends due dead letters back to their queues; any number of replicas share the work.</summary>
internal sealed class Redelivery(WorkerContext context, RedeliveryBatch batch, RedeliveryWake wake)
    : RecurringWork(context, "Dead letters are not redelivered", wake)
{
    protected override WorkSchedule Schedule { get; } =
        new(batch.PollInterval) { Backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10)) };

    protected override Task<RunResult> RunAsync(CancellationToken cancellationToken) => batch.SendAsync(cancellationToken);
}
