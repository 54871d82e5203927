using System.Globalization;
using Capsule.Bench;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;

// Measures the memory of each process of the idle system: resident (RSS), and proportional (PSS), which divides shared pages among their
// processes.
const double MaxProportional = 100;
const double MaxResident = 170;

Machine.PrintHeader("memory", "dotnet run -c Release --project bench/Capsule.Bench.Memory");
using var data = new BenchFolder();
await using var host = AppHostProcess.Start(data.Path);
await host.WaitUntilHealthyAsync(ServiceCatalogue.Names, TimeSpan.FromMinutes(5));
await Task.Delay(TimeSpan.FromSeconds(30)); // The system is idle: only health checks and polls run.

var processes = host.Descendants()
    .Select(process =>
        (process.CommandLine, Resident: process.ResidentBytes / 1048576.0, Proportional: process.ProportionalBytes / 1048576.0)
    )
    .OrderByDescending(row => row.Resident)
    .ToList();
foreach (var (commandLine, resident, proportional) in processes)
{
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"RSS {resident, 6:F1}  PSS {proportional, 6:F1} MiB  {Short(commandLine)}")
    );
}

Sum("DCP", "/tools/dcp ");
Sum("dashboard", "Aspire.Dashboard");
var over = ServiceCatalogue
    .All.Select(service => service.Project)
    .Where(project =>
        processes.Any(row =>
            row.CommandLine.EndsWith($"/{project}", StringComparison.Ordinal)
            && (row.Resident > MaxResident || row.Proportional > MaxProportional)
        )
    )
    .ToList();
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"goal {(over.Count == 0 ? "met" : $"missed by {string.Join(", ", over)}")}: each service under {MaxProportional} MiB PSS and {MaxResident} MiB RSS"
    )
);
return over.Count == 0 ? 0 : 1;

void Sum(string title, string part)
{
    var rows = processes.Where(row => row.CommandLine.Contains(part, StringComparison.Ordinal)).ToList();
    var (resident, proportional) = (rows.Sum(row => row.Resident), rows.Sum(row => row.Proportional));
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{title}: {rows.Count} processes, RSS {resident:F0} MiB, PSS {proportional:F0} MiB")
    );
}

static string Short(string commandLine) => commandLine.Length <= 100 ? commandLine : commandLine[..100] + "…";
