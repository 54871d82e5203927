using System.Globalization;
using Capsule.Bench;
using Capsule.Bench.Messaging;

// Measures from the committed outbox row to the committed effect, next to RabbitMQ.Client and Npgsql alone; then with delivered rows in the
// outbox.
const double RawGoal = 0.7;
const double RateGoal = 3000;
const double MedianGoal = 15;
const double DeliveredGoal = 0.9;
const double StallGoal = 100;
const int PastDays = 10;
const int PastRows = 200_000;
const int WarmUp = 5000;
const int LatencySeconds = 20;
var (count, rounds, delivered) = (Argument(0, 30_000), Argument(1, 5), Argument(2, 5_000_000));

Machine.PrintHeader("messaging", $"dotnet run -c Release --project bench/Capsule.Bench.Messaging -- {count} {rounds} {delivered}");
Print(
    $"raw: prefetch {BenchSettings.RawPrefetchCount}, {BenchSettings.RawConcurrentMessages} at a time; both: {BenchSettings.BatchSize} in flight to the broker; load before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"
);
await using var servers = await BenchServers.StartAsync();
await using var raw = await RawSide.StartAsync(servers);
await using var capsule = await CapsuleSide.StartAsync(servers);
await capsule.AddDeliveredAsync(delivered);
await raw.RateAsync(WarmUp);
await capsule.RateAsync(WarmUp);
await capsule.FullRateAsync(WarmUp);

// The three run in turn, so that other load affects all of them; medians are used, because a single round may be off by a fifth.
var (limits, rates, fullRates) = (new List<double>(), new List<double>(), new List<double>());
for (var round = 1; round <= rounds; round++)
{
    limits.Add(await raw.RateAsync(count));
    rates.Add(await capsule.RateAsync(count));
    fullRates.Add(await capsule.FullRateAsync(count));
    Print($"round {round}: raw {limits[^1]:F0}/s, Capsule {rates[^1]:F0}/s, with {delivered} delivered rows {fullRates[^1]:F0}/s");
}

var (limit, rate, full) = (Median(limits), Median(rates), Median(fullRates));
Print(
    $"medians: raw {limit:F0}/s, Capsule {rate:F0}/s (goal: at least {RateGoal:F0}/s): ratio {rate / limit:F2} (goal: at least {RawGoal:F1})"
);
Print($"with {delivered} delivered rows: Capsule {full:F0}/s, {full / rate:F2} of empty (goal: at least {DeliveredGoal:F1})");

var tenth = rate / 10;
var messages = (int)(tenth * LatencySeconds);
var rawLatency = await raw.LatencyAsync(tenth, messages);
var latency = await capsule.LatencyAsync(tenth, messages);
Print($"latency at {tenth:F0}/s for {LatencySeconds} s: raw {rawLatency}, Capsule {latency} (goal: p50 under {MedianGoal:F0} ms)");

var (quiet, dropping, dropped, left) = await capsule.CleanupAsync(PastDays, PastRows);
Print($"writing without cleanup: {quiet}");
Print(
    $"writing while {dropped} partitions of {PastRows} rows are dropped ({left} times left for the next call): {dropping} (goal: longest under {StallGoal:F0} ms more)"
);
return
    rate >= RawGoal * limit
    && rate >= RateGoal
    && latency.Median < MedianGoal
    && full >= DeliveredGoal * rate
    && dropping.Max < quiet.Max + StallGoal
    ? 0
    : 1;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

int Argument(int place, int fallback) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : fallback;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
