using System.Diagnostics;

namespace Capsule.Cli.Tests;

/// <summary><c>capsule</c> as a process of its own, for what needs one: signals, several at once, what it says while it runs.</summary>
internal sealed class CapsuleProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private CapsuleProcess(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Error => _process.StandardError;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it in a folder, with these variables beside those of this process.</summary>
    public static CapsuleProcess Start(string folder, Dictionary<string, string> variables, params string[] arguments)
    {
        // Whoever runs the tests in the background may have had SIGINT ignored for all that follows.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT,TERM", "dotnet", typeof(CapsuleCommandLine).Assembly.Location, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return new CapsuleProcess(Process.Start(start)!);
    }

    /// <summary>Sends a signal.</summary>
    public void Send(string signal) => Process.Start("kill", ["-" + signal, _process.Id.ToString(provider: null)])!.WaitForExit();

    /// <summary>Waits for its end; returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode;
    }

    /// <summary>Waits for its end; returns what it said and has not been read.</summary>
    public async Task<CapsuleRun> EndAsync()
    {
        var (output, error) = (Output.ReadToEndAsync(), Error.ReadToEndAsync());
        return new CapsuleRun(await ExitAsync(), await output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
