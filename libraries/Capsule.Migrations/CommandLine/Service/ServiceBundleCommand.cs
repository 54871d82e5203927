using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>A command that only one service's bundle has.</summary>
internal sealed class ServiceBundleCommand<TContext>(IServiceCommand command) : BundleCommand<TContext>(command.Definition)
    where TContext : ServiceDbContext
{
    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await session.OpenAsync(cancellationToken);
        var result = await command.RunAsync(connection, session.Schema, parsed, session.Output.Line, cancellationToken);
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
