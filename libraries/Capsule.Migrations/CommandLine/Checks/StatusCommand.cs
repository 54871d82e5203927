using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>status</c>: how the database is, on one line.</summary>
internal sealed class StatusCommand<TContext>() : BundleCommand<TContext>(new StatusDefinition())
    where TContext : ServiceDbContext
{
    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var known = KnownMigrations.Of(session.Migrations, typeof(TContext));
        await using var connection = await session.OpenAsync(cancellationToken);
        var status = await new StatusReader(session.Options.Service, session.Schema, session.Options.ApiRole?.Name, known).ReadAsync(
            connection,
            cancellationToken
        );
        if (session.Output.IsJson)
        {
            session.Output.Document(status);
        }
        else
        {
            session.Output.Text(StatusLine.Of(status));
        }

        return BundleExitCode.Success;
    }
}
