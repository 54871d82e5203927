using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor.Events;

/// <summary>The statement that counts; the inbox sees to it that an event is counted once.</summary>
internal static class EventCounting
{
    /// <summary>Counts one event in the hour in which it occurred, over the key (type, hour).</summary>
    public static Task CountEventAsync(
        this MonitorDbContext database, string type, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        var sql = $"""
            insert into "{database.Schema}".event_counts as counts (type, hour, count) values (@p0, @p1, 1)
            on conflict (type, hour) do update set count = counts.count + 1
            """;
        return database.Database.ExecuteSqlRawAsync(sql, [type, Hour.Of(occurredAt)], cancellationToken);
    }
}
