using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Monitor.Events;

/// <summary>The statement that counts an event; the inbox ensures that an event is counted once.</summary>
internal static class EventCountTable
{
    // Relies on the key (type, hour).
    private static readonly SchemaSql Count = new(
        """
        insert into {schema}.event_counts as counts (type, hour, count) values (@type, @hour, 1)
        on conflict (type, hour) do update set count = counts.count + 1
        """
    );

    /// <summary>Counts one event in the hour in which it occurred.</summary>
    public static Task CountEventAsync(
        this MonitorDbContext database,
        string type,
        DateTimeOffset occurredAt,
        CancellationToken cancellationToken
    ) =>
        database.Database.ExecuteSqlRawAsync(
            Count.In(database),
            [new NpgsqlParameter("type", type), new NpgsqlParameter("hour", Hour.Of(occurredAt))],
            cancellationToken
        );
}
