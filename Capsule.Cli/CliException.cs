namespace Capsule.Cli;

/// <summary>The command cannot continue, for a reason that the user can resolve.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
