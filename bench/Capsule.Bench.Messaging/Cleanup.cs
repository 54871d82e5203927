using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Capsule.Bench.Messaging;

/// <summary>Writes to the outbox while partitions of past days are dropped, each of which a reader locks for a while.</summary>
internal sealed class Cleanup(NpgsqlDataSource database, string schema, Func<int, Task> write)
{
    private const int Writers = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReaderHolds = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Returns the transactions without and with cleanup, the number of dropped partitions, and how often a partition was left for the next
    /// call.
    /// </summary>
    public async Task<(Stall Quiet, Stall Dropping, int Dropped, int LeftForLater)> RunAsync(int days, int rows)
    {
        for (var day = 2; day < 2 + days; day++)
        {
            await AddDayAsync(day, rows);
        }

        // Unwritten pages of the loading would delay all transactions, with or without cleanup.
        await using (var checkpoint = database.CreateCommand("checkpoint"))
        {
            await checkpoint.ExecuteNonQueryAsync();
        }

        var (dropped, left) = (0, 0);
        var dropping = Stall.Of(
            await WriteWhileAsync(async () =>
            {
                while (dropped < days)
                {
                    await Task.Delay(Pause);
                    var reader = HoldAsync();
                    for (
                        int done;
                        (
                            done = await ScalarAsync<int>(
                                $"select {schema}.maintain_message_partitions('1 day', '3 days', '1 day', '30 days')"
                            )
                        ) != 1;
                        left++
                    )
                    {
                        ArgumentOutOfRangeException.ThrowIfNotEqual(done, -1);

                        // The service waits likewise: it tries again after its MeasureInterval.
                        await Task.Delay(Pause);
                    }

                    dropped++;
                    await reader;
                }
            })
        );
        var quiet = Stall.Of(await WriteWhileAsync(() => Task.Delay(days * Pause)));
        return (quiet, dropping, dropped, left);
    }

    private async Task<ConcurrentBag<double>> WriteWhileAsync(Func<Task> other)
    {
        var times = new ConcurrentBag<double>();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, Writers)
            .Select(writer =>
                Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        var start = Stopwatch.GetTimestamp();
                        await write(writer);
                        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    }
                })
            )
            .ToList();
        await other();
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        return times;
    }

    private async Task HoldAsync()
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand($"select id from {schema}.outbox_messages limit 1", connection))
        {
            await read.ExecuteScalarAsync();
        }

        await Task.Delay(ReaderHolds);
    }

    private async Task AddDayAsync(int day, int rows)
    {
        await using var command = database.CreateCommand(
            $$"""
            do $day$
            begin
                execute format('create table {{schema}}.outbox_messages_past{{day}} partition of {{schema}}.outbox_messages for values from (%L) to (%L)',
                    {{schema}}.uuid_at(date_trunc('day', now(), 'UTC') - interval '{{day}} days'), {{schema}}.uuid_at(date_trunc('day', now(), 'UTC') - interval '{{day
                - 1}} days'));
            end $day$;
            insert into {{schema}}.outbox_messages (id, type, payload, attempts, delivered_at)
            select overlay({{schema}}.uuid_at(date_trunc('day', now(), 'UTC') - interval '{{day}} days' + i * interval '1 millisecond')::text placing substr(gen_random_uuid()::text, 15) from 15)::uuid,
                'Capsule.Bench.Messaging:ItemSold', jsonb_build_object('number', i), 1, now()
            from generate_series(1, {{rows}}) i
            """
        );
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
