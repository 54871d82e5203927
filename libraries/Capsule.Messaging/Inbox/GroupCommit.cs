using System.Collections.Concurrent;
using Capsule.Data;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Commits waiting messages of a queue together: a few transactions run concurrently, and <see cref="GroupSize"/> decides how many messages
/// each one takes. When a group fails, its messages run one by one, so that each has the result that it would have had alone.
/// </summary>
internal sealed class GroupCommit<TContext, TConsumer, TEvent>(
    InboxTransaction<TContext, TConsumer, TEvent> transaction,
    IOptions<MessagingOptions> options,
    TimeProvider timeProvider,
    ILogger<GroupCommit<TContext, TConsumer, TEvent>> logger
)
    where TContext : ServiceDbContext
    where TConsumer : class, IEventConsumer<TEvent>
    where TEvent : class
{
    private readonly ConcurrentQueue<Delivery<TEvent>> _waiting = new();
    private readonly ConcurrentQueue<Delivery<TEvent>> _alone = new();
    private readonly int _mostWorkers = options.Value.ConcurrentTransactions;
    private readonly GroupSize _size = new(options.Value.MessagesPerTransaction);
    private int _workers;

    /// <summary>
    /// Returns when the message's effect is committed, now or earlier. A message that failed before runs <paramref name="alone"/>.
    /// </summary>
    public Task RunAsync(ConsumeContext<TEvent> context, Guid messageId, bool alone)
    {
        var delivery = new Delivery<TEvent>(context, messageId);
        (alone ? _alone : _waiting).Enqueue(delivery);
        StartWorker();
        return delivery.End;
    }

    private void StartWorker()
    {
        for (var workers = Volatile.Read(ref _workers); workers < _mostWorkers; workers = Volatile.Read(ref _workers))
        {
            if (Interlocked.CompareExchange(ref _workers, workers + 1, workers) == workers)
            {
                // The worker must not run in the context of the message that happened to start it.
                ThreadPool.UnsafeQueueUserWorkItem(_ => _ = WorkAsync(), null);
                return;
            }
        }
    }

    private async Task WorkAsync()
    {
        var group = new List<Delivery<TEvent>>();
        while (Take(group))
        {
            await RunAsync(group);
        }

        Interlocked.Decrement(ref _workers);
        if (!_waiting.IsEmpty || !_alone.IsEmpty)
        {
            // A message arrived between the last check and the worker's end.
            StartWorker();
        }
    }

    private bool Take(List<Delivery<TEvent>> group)
    {
        group.Clear();
        if (_alone.TryDequeue(out var single))
        {
            group.Add(single);
            return true;
        }

        for (var size = _size.Current; group.Count < size && _waiting.TryDequeue(out var delivery); )
        {
            group.Add(delivery);
        }

        return group.Count > 0;
    }

    private async Task RunAsync(List<Delivery<TEvent>> group)
    {
        var start = timeProvider.GetTimestamp();
        if (await TryAsync(group) is not { } failure)
        {
            _size.Succeeded(group.Count, timeProvider.GetElapsedTime(start));
            return;
        }

        if (group.Count == 1 || DatabaseOutage.Is(failure))
        {
            group.ForEach(delivery => delivery.Failed(failure));
            return;
        }

        _size.Failed();
        logger.LogDebug(failure, "{Count} messages did not commit together; committing them one by one", group.Count);
        foreach (var delivery in group)
        {
            if (await TryAsync([delivery]) is { } own)
            {
                delivery.Failed(own);
            }
        }
    }

    private async Task<Exception?> TryAsync(IReadOnlyList<Delivery<TEvent>> deliveries)
    {
        try
        {
            await transaction.RunAsync(deliveries);
        }
        catch (Exception exception)
        {
            return exception;
        }

        foreach (var delivery in deliveries)
        {
            delivery.Committed();
        }

        return null;
    }
}
