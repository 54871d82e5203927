using System.Collections.Concurrent;
using System.Diagnostics;

namespace Aspire.Hosting.Embedded;

/// <summary>A running child; it cannot outlive the AppHost.</summary>
internal sealed class ChildProcess
{
    private const int KeptLines = 20;
    private static readonly TimeSpan OutputAfterExit = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines = new();

    private ChildProcess(ChildStart start, Process process, Action<string, bool> onLine)
    {
        Start = start;
        _process = process;
        Id = process.Id;
        Watchdog.Add(Id);
        Exited = ExitAsync(onLine);
    }

    /// <summary>What was started.</summary>
    public ChildStart Start { get; }

    /// <summary>The process id, which is also that of its group.</summary>
    public int Id { get; }

    /// <summary>Ends with the exit code (128 + signal when it was killed), after the last line of output.</summary>
    public Task<int> Exited { get; }

    /// <summary>The latest lines that it wrote, at most 20.</summary>
    public IReadOnlyCollection<string> LastLines => _lastLines;

    /// <summary>Starts a program; each line that it writes goes to <paramref name="onLine"/>, with true for standard error.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be started.</exception>
    internal static async Task<ChildProcess> StartAsync(ChildStart start, Action<string, bool> onLine)
    {
        var process = await ChildLauncher.StartAsync(start);
        process.StandardInput.Close();
        return new ChildProcess(start, process, onLine);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The exit code and what it wrote last.</returns>
    internal static async Task<(int ExitCode, string Output)> RunAsync(
        ChildStart start, CancellationToken cancellationToken, Action<string, bool>? onLine = null)
    {
        var process = await StartAsync(start, onLine ?? ((_, _) => { }));
        await using var cancelled = cancellationToken.Register(process.Kill);
        var exitCode = await process.Exited;
        cancellationToken.ThrowIfCancellationRequested();
        return (exitCode, string.Join(Environment.NewLine, process.LastLines));
    }

    /// <summary>Asks with a signal, waits until the deadline, then kills.</summary>
    internal async Task<int> StopAsync(int signal, TimeSpan deadline, CancellationToken kill)
    {
        if (!Exited.IsCompleted)
        {
            Native.Signal(Id, signal);
            try
            {
                return await Exited.WaitAsync(deadline, kill);
            }
            catch (Exception error) when (error is TimeoutException or OperationCanceledException)
            {
                Kill();
            }
        }

        return await Exited;
    }

    /// <summary>Kills it and what it started in its group.</summary>
    internal void Kill()
    {
        if (!Exited.IsCompleted)
        {
            Native.Signal(-Id, Native.SigKill);
        }
    }

    private async Task<int> ExitAsync(Action<string, bool> onLine)
    {
        var output = Task.WhenAll(
            ReadAsync(_process.StandardOutput, line => onLine(line, false)),
            ReadAsync(_process.StandardError, line => onLine(line, true)));
        await _process.WaitForExitAsync();
        Native.Signal(-Id, Native.SigKill);
        Watchdog.Remove(Id);
        await Task.WhenAny(output, Task.Delay(OutputAfterExit));
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lastLines.Enqueue(line);
            while (_lastLines.Count > KeptLines)
            {
                _lastLines.TryDequeue(out _);
            }

            onLine(line);
        }
    }
}
