using Capsule.Migrations;
using Npgsql;

namespace Capsule.Monitor.Migrations;

/// <summary>Generates the hourly counts of the users' sign-ups.</summary>
public sealed class MonitorSeed : IServiceSeed
{
    /// <inheritdoc/>
    public Task<long> WriteAsync(NpgsqlConnection connection, string schema, DevelopmentData data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);

        return new SeedTable(connection, schema).WriteAsync(
            "event_counts",
            ["type", "hour", "count"],
            data.Numbers.Select(number => (object[])["UserRegistered", DevelopmentData.SignedUp(number), 1L]),
            cancellationToken
        );
    }
}
