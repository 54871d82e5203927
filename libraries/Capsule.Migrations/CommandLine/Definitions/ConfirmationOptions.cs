using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>The options that confirm a command which destroys data outside Development.</summary>
public sealed class ConfirmationOptions
{
    /// <summary>Allows the command outside Development.</summary>
    public Option<bool> Force { get; } = new("--force") { Description = "Run outside Development; needs --confirm as well." };

    /// <summary>The name of the database.</summary>
    public Option<string?> Confirm { get; } = new("--confirm") { Description = "The name of the database, typed out.", HelpName = "NAME" };
}
