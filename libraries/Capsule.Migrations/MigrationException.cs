namespace Capsule.Migrations;

/// <summary>A run of the engine cannot go on; the message says why and what to do about it.</summary>
public sealed class MigrationException(MigrationErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of the error.</summary>
    public MigrationErrorKind Kind { get; } = kind;

    /// <summary>Whether a migration stopped after a step that was committed, so that the schema is between two versions.</summary>
    public bool IsHalfDone { get; init; }
}
