namespace Capsule.Workers;

/// <summary>Exponential back-off with jitter: the n-th wait is between half and all of Min × 2^(n-1), and never longer than Max.</summary>
/// <param name="Min">The maximum first wait.</param>
/// <param name="Max">The maximum wait.</param>
public readonly record struct Backoff(TimeSpan Min, TimeSpan Max)
{
    private const int MaxDoublings = 30;

    /// <summary>Returns the wait after a number of failures in a row.</summary>
    /// <param name="failures">The number of failures, at least 1.</param>
    /// <param name="random">The source of the jitter; <see cref="Random.Shared"/> by default.</param>
    public TimeSpan Wait(int failures, Random? random = null)
    {
        var max = Math.Min(Min.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, MaxDoublings)), Max.Ticks);
        return TimeSpan.FromTicks((long)(max * (0.5 + ((random ?? Random.Shared).NextDouble() / 2))));
    }
}
