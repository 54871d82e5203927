namespace Capsule.Workers;

/// <summary>When a worker runs. It is read anew before each wait, so that a changed option takes effect without a restart.</summary>
/// <param name="Period">The longest time from the start of one run to the start of the next; a run that takes longer is followed by the
/// next at once.</param>
public sealed record WorkSchedule(TimeSpan Period)
{
    /// <summary>The part of the period by which a wait may be shorter, so that replicas that start together do not run together.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Whether the first run starts with the service, or a period later.</summary>
    public bool StartsAtOnce { get; init; } = true;

    /// <summary>The waits after failures; a wake-up does not shorten them.</summary>
    public Backoff Backoff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>How long a run that is under way may go on when the service stops; then it is cancelled.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.Zero;

    /// <summary>How long the worker may go without a success before its health is degraded; a minute or three periods unless set.</summary>
    public TimeSpan? StaleAfter { get; init; }

    internal TimeSpan Staleness => StaleAfter ?? TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMinute, 3 * Period.Ticks));

    internal TimeSpan Wait(TimeSpan sinceStart, Random random)
    {
        var wait = (Period * (1 - (Jitter * random.NextDouble()))) - sinceStart;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
