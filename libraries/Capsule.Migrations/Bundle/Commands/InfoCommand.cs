using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>info</c>: where each migration stands.</summary>
internal sealed class InfoCommand<TContext>() : BundleCommand<TContext>("info", "List the migrations and where each stands; changes nothing.")
    where TContext : ServiceDbContext
{
    public override async Task<BundleExitCode> RunAsync(BundleSession<TContext> session, ParseResult parsed, CancellationToken cancellationToken)
    {
        session.Output.Info(await session.Run.InfoAsync(cancellationToken));
        return BundleExitCode.Success;
    }
}
