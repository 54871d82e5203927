using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>seed</c>: fills the tables with development data.</summary>
internal sealed class SeedCommand<TContext>(IServiceSeed? seed, SeedDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public SeedCommand(IServiceSeed? seed)
        : this(seed, new SeedDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var development = seed ?? throw new BundleException(BundleExitCode.Usage, "This service has no development data.");
        definition.Confirmation.Require(
            parsed,
            session.Environment,
            session.Owner.Database!,
            $"adds people who do not exist to {session.Owner.Database}"
        );
        var data = new DevelopmentData(parsed.GetValue(definition.Users));
        var start = session.Options.Clock.GetTimestamp();
        await using var connection = await session.OpenAsync(cancellationToken);
        await MigrationLock.TakeAsync(connection, session.Options, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await development.WriteAsync(connection, session.Schema, data, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var milliseconds = (long)session.Options.Clock.GetElapsedTime(start).TotalMilliseconds;
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    connection.Database,
                    data.Users,
                    NewRows = rows,
                    Milliseconds = milliseconds,
                }
            );
        }
        else
        {
            session.Output.Line($"{rows} new rows for {data.Users} users, {milliseconds} ms");
        }

        return BundleExitCode.Success;
    }
}
