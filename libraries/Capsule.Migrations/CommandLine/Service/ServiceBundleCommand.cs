using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>A command of a service's own.</summary>
internal sealed class ServiceBundleCommand<TContext> : BundleCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly IServiceCommand _command;

    public ServiceBundleCommand(IServiceCommand command)
        : base(command.Name, command.Description)
    {
        _command = command;
        foreach (var option in command.Options)
        {
            Add(option);
        }
    }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await session.OpenAsync(cancellationToken);
        var result = await _command.RunAsync(connection, session.Schema, parsed, session.Output.Line, cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(result.Document);
        }
        else
        {
            session.Output.Line(result.Text);
        }

        return result.IsFinding ? BundleExitCode.Findings : BundleExitCode.Success;
    }
}
