using System.Diagnostics;
using System.Globalization;
using Capsule.Bench;
using Capsule.Bench.ColdStart;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;

// Measures the time from `dotnet run --no-build` until every service is healthy, next to the bare servers on the same data in the same run.
const int Rounds = 3;
const double Goal = 8;

Machine.PrintHeader("cold start", "dotnet run -c Release --project bench/Capsule.Bench.ColdStart");
using var data = new BenchFolder();
await StartAsync(); // The first start creates clusters and schemas, and is not measured.

var gaps = new List<double>();
for (var round = 1; round <= Rounds; round++)
{
    var bare = await BareServers.MeasureAsync(data.Path);
    var system = await StartAsync();
    var slowest = bare.MaxBy(server => server.Seconds);
    gaps.Add(system - slowest.Seconds);
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"round {round}: all healthy {system:F2} s; slowest bare server {slowest.Name} {slowest.Seconds:F2} s; above it {gaps[^1]:F2} s; ratio {system / slowest.Seconds:F2}"
        )
    );
    Console.WriteLine(
        "  bare: "
            + string.Join(", ", bare.Select(server => string.Create(CultureInfo.InvariantCulture, $"{server.Name} {server.Seconds:F2} s")))
    );
}

var median = gaps.Order().ElementAt(Rounds / 2);
Console.WriteLine(
    string.Create(CultureInfo.InvariantCulture, $"median above the slowest bare server: {median:F2} s (goal: at most {Goal:F0} s)")
);
return median <= Goal ? 0 : 1;

async Task<double> StartAsync()
{
    var watch = Stopwatch.StartNew();
    await using var host = AppHostProcess.Run(data.Path);
    await host.WaitUntilHealthyAsync(ServiceCatalogue.Names, TimeSpan.FromMinutes(5));
    return watch.Elapsed.TotalSeconds;
}
