namespace Capsule.Monitor.Events;

/// <summary>Truncates a time to its hour.</summary>
internal static class Hour
{
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
