using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>migrate</c>: applies what is pending.</summary>
internal sealed class MigrateCommand<TContext>() : BundleCommand<TContext>("migrate", "Apply pending migrations and grant the API's role its rights (the default).")
    where TContext : ServiceDbContext
{
    public override async Task<BundleExitCode> RunAsync(BundleSession<TContext> session, ParseResult parsed, CancellationToken cancellationToken)
    {
        session.Output.Report(await session.Run.MigrateAsync(cancellationToken));
        return BundleExitCode.Success;
    }
}
