using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>A step of a migration failed.</summary>
internal sealed class StepFailedException(StepPlace place, MigrationStep step, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public StepPlace Place => place;

    /// <summary>The step.</summary>
    public MigrationStep Step => step;

    /// <summary>The statement that failed; null when it is not one of the step's.</summary>
    public ScriptStatement? Statement { get; init; }

    /// <summary>What is known beside the server's error; null for nothing.</summary>
    public string? Remark { get; init; }
}
