namespace Capsule.Migrations;

/// <summary>How bad a finding is.</summary>
internal enum LintSeverity
{
    /// <summary>It will hurt one day; lint ends with 0.</summary>
    Warning,

    /// <summary>It stops or breaks a service that runs; lint ends with 2.</summary>
    Error,
}
