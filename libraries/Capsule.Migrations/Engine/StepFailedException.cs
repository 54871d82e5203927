namespace Capsule.Migrations;

/// <summary>A step of a migration failed.</summary>
/// <param name="step">Which, from 0: as many steps before it are committed.</param>
/// <param name="statement">The statement, null when it was not one of its own.</param>
/// <param name="inner">What went wrong.</param>
internal sealed class StepFailedException(int step, string? statement, Exception inner) : Exception(inner.Message, inner)
{
    public int Step => step;

    public string? Statement => statement;
}
