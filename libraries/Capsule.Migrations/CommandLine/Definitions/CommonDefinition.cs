using System.CommandLine;
using System.Globalization;

namespace Capsule.Migrations;

/// <summary>The options that every command has.</summary>
internal sealed class CommonDefinition
{
    public CommonDefinition()
    {
        foreach (var seconds in new[] { Wait, LockWait, LockTimeout, BlockedWait })
        {
            seconds.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value < 0)
                {
                    result.AddError($"{seconds.Name} must be 0 or more seconds.");
                }
            });
        }
    }

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

    public Option<int> LockTimeout { get; } =
        new("--lock-timeout")
        {
            Description = "Seconds that a statement waits for a lock before its step is rolled back and tried again.",
            DefaultValueFactory = _ => 2,
            Recursive = true,
            HelpName = "SECONDS",
        };

    public Option<int> BlockedWait { get; } =
        new("--blocked-wait")
        {
            Description = "Seconds for which a step is tried again that a lock blocks.",
            DefaultValueFactory = _ => 120,
            Recursive = true,
            HelpName = "SECONDS",
        };
}
