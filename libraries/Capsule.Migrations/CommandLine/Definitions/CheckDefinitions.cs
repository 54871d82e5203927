using System.CommandLine;

namespace Capsule.Migrations;

/// <summary><c>info</c>.</summary>
internal sealed class InfoDefinition : CommandDefinition
{
    public InfoDefinition()
        : base("info", "List the migrations and the state of each; changes nothing.") => Add(Target);

    public Option<string?> Target { get; } =
        new("--target") { Description = "Mark what is above this version, name or description.", HelpName = "VERSION" };
}

/// <summary><c>status</c>.</summary>
internal sealed class StatusDefinition()
    : CommandDefinition(
        "status",
        "Describe a database in one line: server, size, connections, oldest transaction, vacuum, pending migrations; changes nothing."
    );

/// <summary><c>validate</c>.</summary>
internal sealed class ValidateDefinition()
    : CommandDefinition(
        "validate",
        "Check checksums, order, missing and failed migrations, and the model; exit code 2 on any finding. Changes nothing."
    );

/// <summary><c>drift</c>.</summary>
internal sealed class DriftDefinition()
    : CommandDefinition(
        "drift",
        "Compare the database with one built from the migrations that it has; exit code 3 on any difference. Changes nothing."
    );

/// <summary><c>lint</c>.</summary>
internal sealed class LintDefinition : CommandDefinition
{
    public LintDefinition()
        : base("lint", "Check pending migrations for what hurts in production; exit code 2 on any error. Changes nothing.") =>
        Add(All, From);

    public Option<bool> All { get; } =
        new("--all") { Description = "Check every migration, as if each were released by itself; needs no database." };

    public Option<string?> From { get; } =
        new("--from")
        {
            Description = "Check this migration (version, name or description) and those after it; needs no database.",
            HelpName = "VERSION",
        };
}
