namespace Capsule.Migrations;

/// <summary>A step of a migration failed.</summary>
/// <param name="place">Which.</param>
/// <param name="statement">The statement; null when it was not one of its own.</param>
/// <param name="inner">What went wrong.</param>
internal sealed class StepFailedException(StepPlace place, string? statement, Exception inner) : Exception(inner.Message, inner)
{
    public StepPlace Place => place;

    public string? Statement => statement;
}
