using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Adds up the counters of one host's meter.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public Measured(IMeterFactory meters)
    {
        var meter = meters.Create(MessagingTelemetry.Name);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string counter] => _sums.GetValueOrDefault(counter);

    public void Dispose() => _listener.Dispose();
}
