using System.Globalization;

namespace Capsule.Bench.Messaging;

/// <summary>The durations of transactions over a period, in milliseconds.</summary>
internal sealed record Stall(int Transactions, double Median, double Percentile99, double Max)
{
    public static Stall Of(IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return new Stall(sorted.Count, sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100], sorted[^1]);
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Transactions} transactions, p50 {Median:F1} ms, p99 {Percentile99:F1} ms, longest {Max:F0} ms"
        );
}
