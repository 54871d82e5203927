namespace Capsule.Workers;

/// <summary>The schedule of a worker. It is read before each wait, so that a changed option takes effect without a restart.</summary>
/// <param name="Period">
/// The maximum time from the start of one run to the start of the next. A run that takes longer is followed by the next run at once.
/// </param>
public sealed record WorkSchedule(TimeSpan Period)
{
    /// <summary>
    /// The fraction of the period by which a wait may be shorter, so that replicas that start together do not run together.
    /// </summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Whether the first run starts with the service; otherwise it starts one period later.</summary>
    public bool StartsAtOnce { get; init; } = true;

    /// <summary>The waits after failures; a wake-up does not shorten them.</summary>
    public Backoff Backoff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>How long the current run may continue when the service stops, before it is cancelled.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How long the worker may go without a success before its health is degraded; by default a minute or three periods, whichever is
    /// longer.
    /// </summary>
    public TimeSpan? StaleAfter { get; init; }

    internal TimeSpan Staleness => StaleAfter ?? TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMinute, 3 * Period.Ticks));

    internal TimeSpan Wait(TimeSpan sinceStart, Random random)
    {
        var wait = (Period * (1 - (Jitter * random.NextDouble()))) - sinceStart;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
