using System.CommandLine;
using Microsoft.Extensions.Hosting;

namespace Capsule.Migrations;

/// <summary>What a command that destroys data asks for outside Development: <c>--force</c> and the database's name.</summary>
internal sealed class Confirmation
{
    private readonly Option<bool> _force = new("--force") { Description = "Do it outside Development; --confirm is needed too." };
    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "The name of the database, typed out.",
        HelpName = "NAME",
    };

    /// <summary>Adds the two options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_force);
        command.Add(_confirm);
    }

    /// <summary>
    /// Refuses unless confirmed; <paramref name="what"/> says what the command is about to do, such as "drops the schema auth".
    /// </summary>
    /// <exception cref="BundleException">It was not.</exception>
    public void Require(ParseResult parsed, IHostEnvironment environment, string database, string what)
    {
        if (environment.IsDevelopment() && parsed.GetValue(_confirm) is null)
        {
            return;
        }

        if (!(environment.IsDevelopment() || parsed.GetValue(_force)) || parsed.GetValue(_confirm) != database)
        {
            throw new BundleException(
                BundleExitCode.NotConfirmed,
                $"This {what} (environment {environment.EnvironmentName}). To go on, add --force --confirm {database}."
            );
        }
    }
}
