using System.CommandLine;

namespace Capsule.Migrations;

/// <summary><c>script</c>.</summary>
internal sealed class ScriptDefinition : CommandDefinition
{
    public ScriptDefinition()
        : base("script", "Write the SQL of the migrations, for a reviewer; needs no database.")
    {
        Add(From, To, Idempotent);
        Add(OptionScope.OneService, Output);
    }

    public Option<string?> From { get; } =
        new("--from") { Description = "The migration that is already applied; none unless given.", HelpName = "VERSION" };

    public Option<string?> To { get; } = new("--to") { Description = "The last migration; the newest unless given.", HelpName = "VERSION" };

    public Option<bool> Idempotent { get; } =
        new("--idempotent") { Description = "Write a script that skips what a database already has." };

    public Option<string?> Output { get; } =
        new("--output") { Description = "File to write, instead of standard output.", HelpName = "FILE" };
}

/// <summary><c>lock</c>.</summary>
internal sealed class LockFileDefinition : CommandDefinition
{
    public LockFileDefinition()
        : base("lock", "Write the lock file of the bundle's migrations; needs no database.") => Add(Output);

    public Option<string?> Output { get; } =
        new("--output") { Description = "File to write, instead of standard output.", HelpName = "FILE" };
}
