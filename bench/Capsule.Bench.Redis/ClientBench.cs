using System.Diagnostics;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Capsule.Bench.Redis;

/// <summary>What is measured.</summary>
internal enum BenchCommand
{
    /// <summary>SET of 16 bytes.</summary>
    Set,

    /// <summary>GET of 16 bytes.</summary>
    Get,
}

/// <summary>A rate and what it cost.</summary>
internal sealed record ClientResult(double PerSecond, double BytesPerCommand, int ResultBytes);

/// <summary>50 callers, each awaiting one command after the other on one shared connection.</summary>
internal sealed class ClientBench : IAsyncDisposable
{
    private const int Callers = 50;
    private static readonly RedisKey Key = "bench:key";
    private static readonly RedisValue Value = "0123456789abcdef"u8.ToArray();

    private readonly ConnectionMultiplexer _multiplexer;
    private readonly IDatabase _database;

    private ClientBench(ConnectionMultiplexer multiplexer)
    {
        _multiplexer = multiplexer;
        _database = multiplexer.GetDatabase();
    }

    public static async Task<ClientBench> ConnectAsync(int port) => new(await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}"));

    public async Task WarmUpAsync()
    {
        await RunAsync(BenchCommand.Set, TimeSpan.FromSeconds(2));
        await RunAsync(BenchCommand.Get, TimeSpan.FromSeconds(2));
    }

    public async Task<ClientResult> RunAsync(BenchCommand command, TimeSpan time)
    {
        await _database.StringSetAsync(Key, Value);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(command, until))));
        var elapsed = watch.Elapsed.TotalSeconds;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var total = counts.Sum();
        return new ClientResult(total / elapsed, (double)bytes / total, ResultBytes(command));
    }

    public ValueTask DisposeAsync() => _multiplexer.DisposeAsync();

    /// <summary>The size of the objects that the caller is given: the task, and the value's bytes.</summary>
    private static int ResultBytes(BenchCommand command)
    {
        return command == BenchCommand.Set
            ? SizeOf(() => AsyncTaskMethodBuilder<bool>.Create().Task)
            : SizeOf(() => AsyncTaskMethodBuilder<RedisValue>.Create().Task) + SizeOf(() => new byte[16]);

        static int SizeOf(Func<object> make)
        {
            const int Times = 1000;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
            {
                GC.KeepAlive(make());
            }

            return (int)((GC.GetAllocatedBytesForCurrentThread() - before) / Times);
        }
    }

    private async Task<long> CallAsync(BenchCommand command, long until)
    {
        long count = 0;
        while (Stopwatch.GetTimestamp() < until)
        {
            if (command == BenchCommand.Set)
            {
                await _database.StringSetAsync(Key, Value);
            }
            else
            {
                await _database.StringGetAsync(Key);
            }

            count++;
        }

        return count;
    }
}
