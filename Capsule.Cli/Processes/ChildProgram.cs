using System.ComponentModel;
using System.Diagnostics;

namespace Capsule.Cli.Processes;

/// <summary>Runs a program to its end and passes on its output lines. When cancelled, it asks the program to stop, and waits.</summary>
internal sealed class ChildProgram(
    string program,
    IReadOnlyList<string> arguments,
    string folder,
    IReadOnlyDictionary<string, string> environment
)
{
    /// <summary>Receives the lines of standard output.</summary>
    public Action<string> Output { get; init; } = _ => { };

    /// <summary>Receives the lines of standard error; the same as for standard output by default.</summary>
    public Action<string>? Error { get; init; }

    /// <summary>Kills the program with its children when it does not stop by itself.</summary>
    public CancellationToken Kill { get; init; }

    /// <summary>Runs the program and returns its exit code, or 128 plus the signal's number when a signal ended it.</summary>
    /// <param name="stop">Asks the program to stop (SIGTERM); the exit code is still returned.</param>
    /// <exception cref="CliException">The program cannot be started.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var process = new Process { StartInfo = Start() };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new CliException(ExitCode.Configuration, $"{program} cannot be started: {exception.Message}.");
        }

        await using var stopping = stop.Register(() => Signals.Stop(process));
        await using var killing = Kill.Register(() => process.Kill(entireProcessTree: true));
        await Task.WhenAll(ReadAsync(process.StandardOutput, Output), ReadAsync(process.StandardError, Error ?? Output));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> hear)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            hear(line);
        }
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
