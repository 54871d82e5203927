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

            return await RunAsync(session, new ServiceBackups(session.Owner, Configure(options, parsed)), parsed, cancellationToken);
        }
        catch (BackupException exception)
        {
            throw BackupSettings.Ends(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BundleException(BundleExitCode.BackupFailed, exception.Message, exception);
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

    /// <summary>Applies the options that only this command has.</summary>
    protected virtual BackupOptions Configure(BackupOptions options, ParseResult parsed) => options;

    protected abstract Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ServiceBackups backups,
        ParseResult parsed,
        CancellationToken cancellationToken
    );
}
