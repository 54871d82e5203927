using System.CommandLine;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>What the commands on dead letters have in common: a connection, and what to say where there is no such table yet.</summary>
internal abstract class MessagesCommand<TContext>(CommandDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public sealed override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        Check(session, parsed);
        try
        {
            await using var connection = await session.OpenAsync(cancellationToken);
            await RunAsync(session, new DeadLetters(connection, session.Schema), parsed, cancellationToken);
            return BundleExitCode.Success;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new BundleException(
                BundleExitCode.Configuration,
                $"The schema {session.Schema} of {session.Owner.Database} has no table dead_letters: the migration that makes it is pending.",
                exception
            );
        }
    }

    /// <summary>Refuses what cannot be, before the database is asked.</summary>
    /// <exception cref="BundleException">The command line is not enough.</exception>
    protected virtual void Check(BundleSession<TContext> session, ParseResult parsed) { }

    protected abstract Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    );
}
