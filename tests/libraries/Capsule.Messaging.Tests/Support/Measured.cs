using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Adds up the counters of one host's meter, and reads its other instruments.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly ConcurrentDictionary<string, long> _observed = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _recorded = new();

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
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) =>
            {
                if (instrument.IsObservable)
                {
                    _observed.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
                }
                else
                {
                    _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
                }
            }
        );
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, _, _) => _recorded.GetOrAdd(instrument.Name, _ => []).Enqueue(value)
        );
        _listener.Start();
    }

    public long this[string counter] => _sums.GetValueOrDefault(counter);

    /// <summary>What a gauge says now, over all its tags.</summary>
    public long Observe(string gauge)
    {
        _observed.Clear();
        _listener.RecordObservableInstruments();
        return _observed.GetValueOrDefault(gauge);
    }

    /// <summary>What a histogram was told so far.</summary>
    public double[] Recorded(string histogram) => _recorded.TryGetValue(histogram, out var values) ? [.. values] : [];

    public void Dispose() => _listener.Dispose();
}
