using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>The options that every command has.</summary>
internal sealed class CommonDefinition
{
    public Option<string?> Connection { get; } =
        new("--connection")
        {
            Description = "Connection string or postgresql:// URL of the owner, instead of the settings in the environment.",
            Recursive = true,
            HelpName = "STRING",
        };

    public Option<bool> Json { get; } =
        new("--json") { Description = "Write one JSON document to standard output; progress goes to standard error.", Recursive = true };

    public Option<int> Wait { get; } =
        new("--wait")
        {
            Description = "Seconds to wait for a server to accept connections.",
            DefaultValueFactory = _ => 30,
            Recursive = true,
            HelpName = "SECONDS",
        };

    public Option<int> LockWait { get; } =
        new("--lock-wait")
        {
            Description = "Seconds to wait for another migrator on the same database.",
            DefaultValueFactory = _ => 300,
            Recursive = true,
            HelpName = "SECONDS",
        };
}
