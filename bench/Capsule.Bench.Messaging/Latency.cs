using System.Globalization;

namespace Capsule.Bench.Messaging;

/// <summary>The 50th and 99th percentile of latencies in milliseconds.</summary>
internal sealed record Latency(double Median, double Percentile99)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {Median:F1} ms, p99 {Percentile99:F1} ms");
}
