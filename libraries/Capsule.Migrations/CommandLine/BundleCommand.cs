using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>One command of a bundle: its definition, and what it does to the one database of its service.</summary>
/// <typeparam name="TContext">The service's context.</typeparam>
internal abstract class BundleCommand<TContext> : Command
    where TContext : ServiceDbContext
{
    protected BundleCommand(CommandDefinition definition)
        : base(definition.Name, definition.Description)
    {
        foreach (var argument in definition.Arguments)
        {
            Add(argument);
        }

        foreach (var option in definition.Options)
        {
            Add(option);
        }
    }

    /// <summary>Whether the command needs the settings of the connection.</summary>
    public virtual bool NeedsDatabase => true;

    /// <summary>Runs the command. With JSON it writes exactly one document to the output, else lines for people.</summary>
    /// <exception cref="BundleException">The command cannot go on; says why and how the process ends.</exception>
    /// <exception cref="MigrationException">The engine cannot go on; the kind decides how the process ends.</exception>
    public abstract Task<BundleExitCode> RunAsync(BundleSession<TContext> session, ParseResult parsed, CancellationToken cancellationToken);
}
