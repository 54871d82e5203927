using System.Globalization;
using Capsule.Bench;
using Capsule.Testing;

// What each process of the running system keeps in memory once it is idle.
const long Goal = 130 * 1024 * 1024;
string[] services = ["Auth", "Billing", "Deploy", "Monitor"];

Machine.PrintHeader("memory", "dotnet run -c Release --project bench/Capsule.Bench.Memory");
using var data = new BenchFolder();
await using var host = AppHostProcess.Start(data.Path);
await host.WaitUntilHealthyAsync(services.Select(name => name.ToLowerInvariant()), TimeSpan.FromMinutes(5));
await Task.Delay(TimeSpan.FromSeconds(30)); // Idle: health checks and polls only.

var processes = host.Descendants().Select(process => (process.CommandLine, process.ResidentBytes)).OrderByDescending(row => row.ResidentBytes).ToList();
foreach (var (commandLine, resident) in processes)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{resident / 1048576.0,8:F1} MiB  {Short(commandLine)}"));
}

var over = services.Where(name => processes.Any(row => row.CommandLine.Contains($"Capsule.{name}", StringComparison.Ordinal) && row.ResidentBytes > Goal)).ToList();
Console.WriteLine(over.Count == 0 ? "goal met: each service under 130 MiB RSS" : $"goal missed: {string.Join(", ", over)} over 130 MiB RSS");
return over.Count == 0 ? 0 : 1;

static string Short(string commandLine) => commandLine.Length <= 100 ? commandLine : commandLine[..100] + "…";
