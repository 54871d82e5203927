using System.ComponentModel;
using System.Diagnostics;

namespace Capsule.Backups;

/// <summary>The result of a program that ran to its end. Cancellation stops the program with its children.</summary>
/// <param name="ExitCode">The program's exit code.</param>
/// <param name="Output">The program's standard output.</param>
/// <param name="Error">The program's standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// Runs a program with the environment of this process and <paramref name="environment"/>, in which null removes a variable.
    /// </summary>
    /// <exception cref="BackupException">The program cannot be started.</exception>
    public static async Task<ProgramRun> RunAsync(
        string path,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new ProgramRun(process.ExitCode, await output, (await error).Trim());
    }

    /// <summary>Reports what a successful program wrote to standard error, such as pg_dump's warnings.</summary>
    public void ReportWarnings(Action<string> progress)
    {
        foreach (var line in Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            progress(line);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new BackupException(BackupFault.Configuration, $"{start.FileName} cannot be started: {exception.Message}", exception);
        }
    }
}
