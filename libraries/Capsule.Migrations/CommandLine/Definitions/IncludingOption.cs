using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>The option that names the other schemas of a shared database, whose rows a backup puts back too.</summary>
internal static class IncludingOption
{
    /// <summary>Makes the option, for one command.</summary>
    public static Option<string[]> Make() =>
        new("--including")
        {
            Description = "Another schema of the database that goes back to the backup's time too; each must be named.",
            HelpName = "SCHEMA",
        };
}
