using System.Diagnostics;
using System.Globalization;

namespace Capsule.Bench.Redis;

/// <summary>redis-benchmark with 50 connections and one command at a time on each.</summary>
internal static class ReferenceBench
{
    public static async Task<double> RunAsync(int port, BenchCommand command, int seconds)
    {
        // redis-benchmark takes a number of requests, not a time: a short run tells how many fill the time.
        var rate = await RunOnceAsync(port, command, 50_000);
        return await RunOnceAsync(port, command, (int)(rate * seconds));
    }

    private static async Task<double> RunOnceAsync(int port, BenchCommand command, int requests)
    {
        var start = new ProcessStartInfo("redis-benchmark") { RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "50", "-P", "1", "-d", "16", "--csv",
            "-n", requests.ToString(CultureInfo.InvariantCulture), "-t", command == BenchCommand.Get ? "get" : "set",
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var row = output.Split('\n').Last(line => line.Contains(command.ToString(), StringComparison.OrdinalIgnoreCase) && line.Contains(','));
        return double.Parse(row.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }
}
