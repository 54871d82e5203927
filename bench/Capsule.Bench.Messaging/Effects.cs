using Capsule.Testing;
using Npgsql;

namespace Capsule.Bench.Messaging;

/// <summary>Waits until a table has all effects, and reads their commit times from the server.</summary>
internal sealed class Effects(NpgsqlDataSource database, string table)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Waits for all effects and returns the seconds from <paramref name="start"/> to the last commit.</summary>
    /// <exception cref="InvalidOperationException">There are more effects than messages.</exception>
    public async Task<double> AwaitAsync(int count, DateTimeOffset start)
    {
        long there = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                there = await ReadAsync<long>($"select count(*) from {table}");
                if (there < count)
                {
                    // Counting costs the server time, so it is done rarely.
                    await Task.Delay(TimeSpan.FromMilliseconds(200));
                }

                return there >= count;
            },
            $"{count} effects in {table}",
            Deadline
        );
        return there == count
            ? (
                new DateTimeOffset(await ReadAsync<DateTime>($"select max(pg_xact_commit_timestamp(xmin)) from {table}")) - start
            ).TotalSeconds
            : throw new InvalidOperationException($"{there} effects of {count} messages.");
    }

    /// <summary>Returns the latencies from the time that <paramref name="from"/> selects for an effect to the effect's commit.</summary>
    public async Task<Latency> LatencyAsync(string from, string join)
    {
        var percentiles = await ReadAsync<double[]>(
            $"""
            select percentile_cont(array[0.5, 0.99]) within group (order by
                extract(epoch from pg_xact_commit_timestamp(effect.xmin) - {from})::float8 * 1000)
            from {table} effect {join}
            """
        );
        return new Latency(percentiles[0], percentiles[1]);
    }

    private async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
