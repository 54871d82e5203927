namespace Capsule.Messaging;

/// <summary>Exponential waits with jitter: the n-th is between half and all of the shortest times 2^(n-1), up to the longest.</summary>
internal readonly record struct Backoff(TimeSpan Shortest, TimeSpan Longest)
{
    private const int MostDoublings = 30;

    public TimeSpan Wait(int attempt) =>
        TimeSpan.FromTicks((long)(Math.Min(Shortest.Ticks * Math.Pow(2, Math.Clamp(attempt - 1, 0, MostDoublings)), Longest.Ticks)
            * (0.5 + (Random.Shared.NextDouble() / 2))));
}
