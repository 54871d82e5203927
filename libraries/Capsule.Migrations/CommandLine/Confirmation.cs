using System.CommandLine;
using Microsoft.Extensions.Hosting;

namespace Capsule.Migrations;

/// <summary>Refuses commands that destroy data outside Development unless the user confirms the database by its name.</summary>
internal static class Confirmation
{
    /// <summary>
    /// Refuses unless confirmed; <paramref name="what"/> says what the command is about to do, such as "drops the schema auth".
    /// </summary>
    /// <exception cref="BundleException">The command is not confirmed.</exception>
    public static void Require(
        this ConfirmationOptions options,
        ParseResult parsed,
        IHostEnvironment environment,
        string database,
        string what
    )
    {
        var name = parsed.GetValue(options.Confirm);
        if (environment.IsDevelopment() && name is null)
        {
            return;
        }

        if (!(environment.IsDevelopment() || parsed.GetValue(options.Force)) || name != database)
        {
            throw new BundleException(
                BundleExitCode.NotConfirmed,
                $"This {what} (environment {environment.EnvironmentName}). To go on, add --force --confirm {database}."
            );
        }
    }
}
