namespace Capsule.Polyfills.JwtBearer.Tests.Strict;

/// <summary>A clock that stands still until a test moves it on.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _now = System.GetUtcNow().ToUnixTimeSeconds() * TimeSpan.TicksPerSecond;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Interlocked.Read(ref _now));

    public override long GetTimestamp() => Interlocked.Read(ref _now);
}
