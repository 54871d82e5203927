using System.CommandLine;
using Capsule.Backups;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>What the commands on backups have in common: where backups are, and how a failure ends the process.</summary>
internal abstract class BackupCommand<TContext>(BackupDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public sealed override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var options = BackupSettings.Of(session) with
            {
                Jobs = parsed.GetResult(definition.Jobs) is null ? 1 : parsed.GetValue(definition.Jobs),
            };
            if (parsed.GetValue(definition.Folder) is { } folder)
            {
                options = options with { Folder = folder };
            }

            return await RunAsync(session, new ServiceBackups(session.Owner, options), parsed, cancellationToken);
        }
        catch (BackupException exception)
        {
            throw BackupSettings.Ends(exception);
        }
        catch (NpgsqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BundleException(
                BundleExitCode.BackupFailed,
                exception is PostgresException server ? $"{server.SqlState}: {server.MessageText}" : exception.Message,
                exception
            );
        }
    }

    protected abstract Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    );
}
