namespace Capsule.Cli;

/// <summary>The command line cannot go on, for a reason that its user can do something about.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    /// <summary>How the process ends because of it.</summary>
    public int ExitCode { get; } = exitCode;
}
