using System.Globalization;

namespace Capsule.Bench;

/// <summary>The facts that every figure needs: date, machine, command.</summary>
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

/// <summary>A data folder that the servers' users can enter; it is deleted at the end of the run.</summary>
internal sealed class BenchFolder : IDisposable
{
    public string Path { get; } = Create();

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Creates a folder on disk that the caller deletes; a memory file system would falsify the measurements of writes.</summary>
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
