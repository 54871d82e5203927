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
            await using var drop = new NpgsqlCommand($"drop schema if exists {SqlText.Identifier(session.Schema)} cascade", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }

        session.Options.Progress($"dropped the schema {session.Schema}");
        session.Output.Report(await session.Run.MigrateAsync(cancellationToken));
        return BundleExitCode.Success;
    }
}
