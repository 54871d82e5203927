namespace Capsule.Migrations;

/// <summary>A bundle cannot go on, for a reason that its user can do something about.</summary>
public sealed class BundleException(BundleExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How the process ends because of it.</summary>
    public BundleExitCode ExitCode { get; } = exitCode;

    /// <summary>Whether a migration stopped between steps that no rollback takes back.</summary>
    public bool IsHalfDone { get; init; }
}
