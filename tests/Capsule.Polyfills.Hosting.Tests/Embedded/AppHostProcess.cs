using System.Collections.Concurrent;
using System.Diagnostics;
using Aspire.Hosting.Embedded;
using Capsule.Testing;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

/// <summary>The test application, run as its user would: in a process of its own.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private const string Mark = "CAPSULE_TEST_RUN";
    private readonly string _run = Guid.NewGuid().ToString("n");
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    public AppHostProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Capsule.Testing.AppHost"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Mark] = _run;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything that it has written.</summary>
    public string Output => string.Join('\n', _lines);

    public int Id => _process.Id;

    public async Task WaitForAsync(string text)
    {
        try
        {
            await Eventually.TrueAsync(
                () => Output.Contains(text, StringComparison.Ordinal) || (_process.HasExited ? throw new TimeoutException("It has ended.") : false),
                $"'{text}'",
                TimeSpan.FromSeconds(90));
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{error.Message}\n{Output}", error);
        }
    }

    public async Task<int> SignalAsync(int signal)
    {
        Native.Signal(_process.Id, signal);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>The processes that it started, by the mark in their environment.</summary>
    public List<string> Children()
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out var pid) && pid != Id))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains($"{Mark}={_run}", StringComparison.Ordinal))
                {
                    found.Add($"{Path.GetFileName(folder)} {File.ReadAllText(Path.Combine(folder, "comm")).Trim()}");
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or belongs to somebody else.
            }
        }

        return found;
    }

    /// <summary>Fails when one of them is left after a few seconds.</summary>
    public Task HasNoChildrenAsync() =>
        Eventually.TrueAsync(() => Children().Count == 0, $"no process is left of {string.Join(", ", Children())}", TimeSpan.FromSeconds(10));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
