using OpenTelemetry.Metrics;

namespace Aspire.Npgsql;

/// <summary>What is measured of Npgsql; its histograms are in seconds.</summary>
internal static class NpgsqlTelemetry
{
    public static void AddNpgsqlMetrics(MeterProviderBuilder metrics)
    {
        var seconds = new ExplicitBucketHistogramConfiguration
        {
            Boundaries = [0, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        };
        metrics.AddMeter("Npgsql")
            .AddView("db.client.commands.duration", seconds)
            .AddView("db.client.connections.create_time", seconds);
    }
}
