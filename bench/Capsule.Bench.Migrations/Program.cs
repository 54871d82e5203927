using System.Globalization;
using Capsule.Bench;
using Capsule.Bench.Migrations;
using Capsule.Contracts.Catalogue;

// Measures all services' bundles from an empty to a current database next to psql with the same SQL, and info on a long history.
const double Goal = 1.5;
const int History = 500;
const int InfoGoal = 200;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;

Machine.PrintHeader("migrations", $"dotnet run -c Release --project bench/Capsule.Bench.Migrations -- {rounds}");
using var folder = new BenchFolder();
List<BundleProgram> bundles = [.. ServiceCatalogue.All.Select(service => new BundleProgram(service, folder.Path))];
foreach (var bundle in bundles)
{
    await bundle.PrepareAsync();
}

var (engine, psql, start) = (double.MaxValue, double.MaxValue, double.MaxValue);
for (var round = 1; round <= rounds; round++)
{
    double migrate = 0,
        bare = 0,
        begin = 0;
    foreach (var bundle in bundles)
    {
        begin += await bundle.StartAsync();
        bare += await bundle.PsqlAsync();
        migrate += await bundle.MigrateAsync();
    }

    Print(
        $"round {round}: psql {bare * 1000:F0} ms, bundles {migrate * 1000:F0} ms, their start alone (lock, which needs no database) {begin * 1000:F0} ms"
    );
    (engine, psql, start) = (Math.Min(engine, migrate), Math.Min(psql, bare), Math.Min(start, begin));
}

var limit = (Goal * psql) + start;
Print(
    $"fastest of each: bundles {engine * 1000:F0} ms; {Goal:F1} times psql and the start {limit * 1000:F0} ms: ratio {engine / limit:F2} (goal: at most 1)"
);

var info = await LongHistory.MeasureInfoAsync(History, 20);
Print($"info on {History} applied migrations, connecting included: median {info:F0} ms (goal: under {InfoGoal} ms)");
return engine <= limit && info < InfoGoal ? 0 : 1;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
