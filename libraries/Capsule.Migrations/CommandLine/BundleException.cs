namespace Capsule.Migrations;

/// <summary>A command cannot go on, for a reason that its user can do something about; says how the process ends.</summary>
public sealed class BundleException(BundleExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code of the process.</summary>
    public BundleExitCode ExitCode { get; } = exitCode;
}
