using System.Diagnostics.Metrics;

namespace Capsule.Monitor.Alerts;

/// <summary>The gauge <c>capsule.monitor.open_alerts</c>; every replica reports the same number, as of its last check.</summary>
internal sealed class AlertTelemetry
{
    public const string Name = "Capsule.Monitor";

    private const long Unknown = -1;

    private long _open = Unknown;

    public AlertTelemetry(IMeterFactory meters) =>
        meters.Create(Name).CreateObservableGauge("capsule.monitor.open_alerts", Measure, "{alert}", "Alerts that are open.");

    public void Open(long count) => Volatile.Write(ref _open, count);

    private IEnumerable<Measurement<long>> Measure() =>
        Volatile.Read(ref _open) is not Unknown and var open
            ? [new Measurement<long>(open, new KeyValuePair<string, object?>("name", AlertNames.OutboxAge))]
            : [];
}
