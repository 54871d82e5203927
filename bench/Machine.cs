using System.Globalization;

namespace Capsule.Bench;

/// <summary>What every figure needs beside it: date, machine, command.</summary>
internal static class Machine
{
    public static void PrintHeader(string bench, string command)
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1]
            .Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{bench}: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores ({model}), {memory:F0} GiB, .NET {Environment.Version}"
            )
        );
        Console.WriteLine($"$ {command}");
    }
}

/// <summary>A data folder that the servers' own users can enter; it goes with the run.</summary>
internal sealed class BenchFolder : IDisposable
{
    public string Path { get; } = Create();

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Makes a folder that its user deletes: on disk, since benches measure what is written to it.</summary>
    public static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("capsule-bench-");
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        return folder.FullName;
    }
}
