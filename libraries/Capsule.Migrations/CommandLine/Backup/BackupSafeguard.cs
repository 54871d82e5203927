using System.Globalization;
using Capsule.Backups;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>A proven backup at hand while migrations run, put in place when one stops where no rollback reaches.</summary>
internal sealed class BackupSafeguard(ServiceBackups backups, MigrationOptions options) : IMigrationSafeguard
{
    private Backup? _backup;

    /// <summary>
    /// Takes backups of <paramref name="session"/>'s database, which may put back the schemas <paramref name="including"/> too.
    /// </summary>
    public static BackupSafeguard Of<TContext>(BundleSession<TContext> session, IReadOnlyList<string> including)
        where TContext : ServiceDbContext =>
        new(new ServiceBackups(session.Owner, BackupSettings.Of(session) with { Including = including }), session.Options);

    /// <inheritdoc/>
    public async Task BeforeAsync(int applied, int pending, CancellationToken cancellationToken)
    {
        if (applied == 0 || pending == 0)
        {
            options.Progress("no backup: nothing is applied yet, or nothing is pending");
            return;
        }

        try
        {
            await backups.RequireReplaceableAsync(cancellationToken);
            var backup = await backups.TakeAsync(cancellationToken);
            var verified = await backups.VerifyAsync(backup, cancellationToken);
            options.Progress(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"backup {backup.Id} is taken and proven, restored in {verified.RestoreMilliseconds} ms"
                )
            );
            _backup = backup;
        }
        catch (BackupException exception) when (exception.Fault == BackupFault.NotConfirmed)
        {
            throw new BundleException(
                BundleExitCode.NotConfirmed,
                $"{exception.Message} Or migrate without --backup-first, which restores nothing.",
                exception
            );
        }
        catch (BackupException exception)
        {
            throw BackupSettings.Ends(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<MigrationException> RecoverAsync(MigrationException failure, CancellationToken cancellationToken)
    {
        if (_backup is null)
        {
            return failure;
        }

        try
        {
            var restored = await backups.RestoreInPlaceAsync(_backup, cancellationToken: cancellationToken);
            return new MigrationException(
                failure.Kind,
                $"{failure.Message} The database is restored from the backup {_backup.Id}; what it was is kept as {restored.Before}.",
                failure
            );
        }
        catch (Exception exception) when (exception is BackupException or NpgsqlException or IOException)
        {
            return new MigrationException(
                failure.Kind,
                $"{failure.Message} The backup {_backup.Id} could not be put in place: {exception.Message}",
                failure
            )
            {
                IsHalfDone = true,
            };
        }
    }
}
