namespace Capsule.Monitor.Events;

/// <summary>The hour that a moment belongs to.</summary>
internal static class Hour
{
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
