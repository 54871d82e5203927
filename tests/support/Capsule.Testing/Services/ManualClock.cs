namespace Capsule.Testing;

/// <summary>A clock that tests move on; timers run in real time.</summary>
public sealed class ManualClock : TimeProvider
{
    private long _advance;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _advance, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _advance));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (Interlocked.Read(ref _advance) * TimestampFrequency / TimeSpan.TicksPerSecond);
}
