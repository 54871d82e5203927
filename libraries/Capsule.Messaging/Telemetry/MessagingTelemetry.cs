using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Capsule.Messaging;

/// <summary>Activities and instruments of the source <c>Capsule.Messaging</c>.</summary>
internal sealed class MessagingTelemetry : IDisposable
{
    public const string Name = "Capsule.Messaging";

    private readonly ActivitySource _source = new(Name);
    private readonly Counter<long> _sent;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _redeliveries;
    private readonly Counter<long> _deadLetters;
    private readonly Histogram<double> _lag;
    private OutboxBacklog? _backlog;
    private DeadLetterCount? _deadLetterCount;

    public MessagingTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _sent = meter.CreateCounter<long>("capsule.outbox.sent", "{message}", "Events that the broker confirmed.");
        _refused = meter.CreateCounter<long>(
            "capsule.outbox.refused",
            "{message}",
            "Attempts that the broker refused or for which no queue is bound."
        );
        _duplicates = meter.CreateCounter<long>("capsule.inbox.duplicates", "{message}", "Deliveries whose effect was already committed.");
        _retries = meter.CreateCounter<long>("capsule.consumer.retries", "{message}", "Attempts of consumers that will be retried.");
        _failures = meter.CreateCounter<long>("capsule.consumer.failures", "{message}", "Messages that a consumer failed to handle.");
        _redeliveries = meter.CreateCounter<long>(
            "capsule.consumer.redeliveries",
            "{message}",
            "Failed messages that will be redelivered."
        );
        _deadLetters = meter.CreateCounter<long>(
            "capsule.consumer.dead_letters",
            "{message}",
            "Messages that stay as dead letters until an operator decides."
        );
        _lag = meter.CreateHistogram<double>("capsule.consumer.lag", "s", "Time from an event's publication to its committed effect.");
        meter.CreateObservableGauge(
            "capsule.consumer.kept_dead_letters",
            MeasureDeadLetters,
            "{message}",
            "Dead letters, including those that will be redelivered."
        );
        meter.CreateObservableGauge(
            "capsule.outbox.depth",
            () => Measure(backlog => backlog.Depth),
            "{message}",
            "Events that are not sent yet."
        );
        meter.CreateObservableGauge(
            "capsule.outbox.oldest_age",
            () => Measure(backlog => backlog.OldestAge.TotalSeconds),
            "s",
            "Age of the oldest event that is not sent yet."
        );
    }

    /// <summary>The outbox's backlog when it was last measured.</summary>
    public OutboxBacklog? Backlog
    {
        get => Volatile.Read(ref _backlog);
        set => Volatile.Write(ref _backlog, value);
    }

    /// <summary>The number of dead letters when they were last counted.</summary>
    public DeadLetterCount? DeadLetters
    {
        get => Volatile.Read(ref _deadLetterCount);
        set => Volatile.Write(ref _deadLetterCount, value);
    }

    public void Consumed(string consumer, TimeSpan lag) =>
        _lag.Record(lag.TotalSeconds, new KeyValuePair<string, object?>("consumer", consumer));

    public void Sent(int count) => _sent.Add(count);

    public void Refused(int count) => _refused.Add(count);

    public void Duplicates(string consumer, int count) => _duplicates.Add(count, new KeyValuePair<string, object?>("consumer", consumer));

    public void Retried(string consumer) => _retries.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    public void Failed(string consumer) => _failures.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    public void CountRedelivery(string consumer) => _redeliveries.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    public void CountDeadLetter(string consumer) => _deadLetters.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    /// <summary>Continues the trace in which the event was published.</summary>
    public Activity? StartSend(PendingEvent pending, string exchange)
    {
        if (!ActivityContext.TryParse(pending.TraceParent, pending.TraceState, isRemote: true, out var parent))
        {
            return null;
        }

        var activity = _source.StartActivity($"{exchange} send", ActivityKind.Producer, parent);
        return activity
            ?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.operation", "send")
            .SetTag("messaging.destination.name", exchange)
            .SetTag("messaging.message.id", pending.Id.ToString());
    }

    public void Dispose() => _source.Dispose();

    private IEnumerable<Measurement<long>> MeasureDeadLetters() =>
        DeadLetters is { } count
            ?
            [
                new(count.Dead, new KeyValuePair<string, object?>("state", "dead")),
                new(count.Pending, new KeyValuePair<string, object?>("state", "waiting")),
            ]
            : [];

    private IEnumerable<Measurement<T>> Measure<T>(Func<OutboxBacklog, T> value)
        where T : struct => Backlog is { } backlog ? [new Measurement<T>(value(backlog))] : [];
}
