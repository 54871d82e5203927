using System.Globalization;
using Capsule.Bench;
using Capsule.Bench.Messaging;

// From committed outbox row to committed effect, beside RabbitMQ.Client and Npgsql alone; then with delivered rows left in the outbox.
const double RawGoal = 0.7;
const double RateGoal = 3000;
const double MedianGoal = 15;
const double DeliveredGoal = 0.9;
const double StallGoal = 100;
const int PastDays = 10;
const int PastRows = 200_000;
const int WarmUp = 5000;
const int LatencySeconds = 20;
var (count, rounds, delivered) = (Argument(0, 30_000), Argument(1, 3), Argument(2, 5_000_000));

Machine.PrintHeader("messaging", $"dotnet run -c Release --project bench/Capsule.Bench.Messaging -- {count} {rounds} {delivered}");
Print($"raw: prefetch {BenchSettings.RawPrefetchCount}, {BenchSettings.RawConcurrentMessages} at a time; both: {BenchSettings.BatchSize} in flight to the broker; load before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
await using var servers = await BenchServers.StartAsync();
await using var raw = await RawSide.StartAsync(servers);
await using var capsule = await CapsuleSide.StartAsync(servers);
await raw.RateAsync(WarmUp);
await capsule.RateAsync(WarmUp);

var (limit, rate) = await RatesAsync("empty outbox");
Print($"fastest of each: raw {limit:F0}/s, Capsule {rate:F0}/s (goal: at least {RateGoal:F0}/s): ratio {rate / limit:F2} (goal: at least {RawGoal:F1})");

var tenth = rate / 10;
var messages = (int)(tenth * LatencySeconds);
var rawLatency = await raw.LatencyAsync(tenth, messages);
var latency = await capsule.LatencyAsync(tenth, messages);
Print($"latency at {tenth:F0}/s for {LatencySeconds} s: raw {rawLatency}, Capsule {latency} (goal: p50 under {MedianGoal:F0} ms)");

await capsule.AddDeliveredAsync(delivered);
var (_, full) = await RatesAsync($"{delivered} delivered rows");
Print($"with {delivered} delivered rows: Capsule {full:F0}/s, {full / rate:F2} of empty (goal: at least {DeliveredGoal:F1})");

var (quiet, dropping, dropped, left) = await capsule.CleanupAsync(PastDays, PastRows);
Print($"writing without cleanup: {quiet}");
Print($"writing while {dropped} partitions of {PastRows} rows are dropped ({left} times left for the next call): {dropping} (goal: longest under {StallGoal:F0} ms more)");
return rate >= RawGoal * limit && rate >= RateGoal && latency.Median < MedianGoal && full >= DeliveredGoal * rate && dropping.Longest < quiet.Longest + StallGoal ? 0 : 1;

async Task<(double Raw, double Capsule)> RatesAsync(string state)
{
    var (fastestRaw, fastest) = (0d, 0d);
    for (var round = 1; round <= rounds; round++)
    {
        var (bare, ours) = (await raw.RateAsync(count), await capsule.RateAsync(count));
        Print($"{state}, round {round}: raw {bare:F0}/s, Capsule {ours:F0}/s");
        (fastestRaw, fastest) = (Math.Max(fastestRaw, bare), Math.Max(fastest, ours));
    }

    return (fastestRaw, fastest);
}

int Argument(int place, int fallback) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : fallback;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
