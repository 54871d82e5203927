using System.CommandLine;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary><c>reset</c>: drops the service's schema and builds it anew.</summary>
internal sealed class ResetCommand<TContext>(ResetDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public ResetCommand()
        : this(new ResetDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        definition.Confirmation.Require(
            parsed,
            session.Environment,
            session.Owner.Database!,
            $"drops the schema {session.Schema} of {session.Owner.Database} with all its data"
        );
        await using (var connection = await session.OpenAsync(cancellationToken))
        {
            await MigrationLock.TakeAsync(connection, session.Options, cancellationToken);
            await DropAsync(connection, session, cancellationToken);
        }

        session.Options.Progress($"dropped the schema {session.Schema}");
        session.Output.Report(await session.Run.MigrateAsync(cancellationToken));
        return BundleExitCode.Success;
    }

    // Waits for locks as a migration does, so that readers do not queue behind the command.
    private static async Task DropAsync(NpgsqlConnection connection, BundleSession<TContext> session, CancellationToken cancellationToken)
    {
        await using var blocking = new BlockingSessions(session.Owner, session.Options);
        var drop = new MigrationStep(
            SqlScript.Split($"drop schema if exists {SqlText.Identifier(session.Schema)} cascade"),
            IsTransactional: true
        );
        try
        {
            var place = new StepPlace("reset", Index: 0, IsNoted: false);
            await new StepExecutor(connection, blocking, session.Options).ExecuteAsync(drop, place, () => [], cancellationToken);
        }
        catch (StepFailedException failure)
        {
            throw new MigrationException(
                MigrationErrorKind.MigrationFailed,
                $"The schema {session.Schema} was not dropped: {StepFailureText.Of(failure)}",
                failure.InnerException
            );
        }
    }
}
