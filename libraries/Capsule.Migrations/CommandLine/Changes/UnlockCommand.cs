using System.CommandLine;
using System.Globalization;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary><c>unlock</c>: ends the session of a migrator that is dead but holds the lock.</summary>
internal sealed class UnlockCommand<TContext>(UnlockDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    /// <summary>Between two statements a migrator that lives never takes that long.</summary>
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(30);

    public UnlockCommand()
        : this(new UnlockDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await session.OpenAsync(cancellationToken);
        var holder = await MigrationLock.HolderAsync(connection, cancellationToken);
        if (holder is not null)
        {
            await EndAsync(connection, holder, parsed.GetValue(definition.Force), cancellationToken);
        }

        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    connection.Database,
                    Ended = holder,
                }
            );
        }
        else
        {
            session.Output.Line(holder is null ? "nobody holds the lock" : $"session {holder.Pid} ({holder.Application}) is ended");
        }

        return BundleExitCode.Success;
    }

    private static async Task EndAsync(NpgsqlConnection connection, LockHolder holder, bool force, CancellationToken cancellationToken)
    {
        if (!force && (holder.Idle is null || holder.Idle < DeadAfter))
        {
            throw new BundleException(
                BundleExitCode.NotConfirmed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Session {holder.Pid} ({holder.Application}, since {holder.Since:u}) is at work. Wait for it, or end it with --force: what it has not finished is rolled back."
                )
            );
        }

        await using var end = new NpgsqlCommand("select pg_terminate_backend($1, 10000)", connection)
        {
            Parameters = { new() { Value = holder.Pid } },
        };
        if (await end.ExecuteScalarAsync(cancellationToken) is not true)
        {
            throw new BundleException(BundleExitCode.LockTimeout, $"Session {holder.Pid} did not end within 10 s.");
        }
    }
}
