using System.Globalization;
using Capsule.Backups;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>Migrates with a proven backup at hand, and puts it in place when a migration stops where no rollback reaches.</summary>
internal static class BackupFirst
{
    /// <summary>Takes and verifies a backup if anything is pending, then migrates.</summary>
    /// <exception cref="BundleException">No backup could be taken and proven, or the migration failed; says whether the backup was restored.</exception>
    public static async Task<MigrationReport> MigrateAsync<TContext>(BundleSession<TContext> session, CancellationToken cancellationToken)
        where TContext : ServiceDbContext
    {
        var backups = new ServiceBackups(session.Owner, BackupSettings.Of(session));
        if (await TakeAsync(session, backups, cancellationToken) is not { } backup)
        {
            return await session.Run.MigrateAsync(cancellationToken);
        }

        try
        {
            return await session.Run.MigrateAsync(cancellationToken);
        }
        catch (BundleException exception) when (exception.IsHalfDone)
        {
            throw await RestoreAsync(session, backups, backup, exception, cancellationToken);
        }
    }

    private static async Task<Backup?> TakeAsync<TContext>(BundleSession<TContext> session, ServiceBackups backups, CancellationToken cancellationToken)
        where TContext : ServiceDbContext
    {
        await using (var run = await MigrationSession.OpenAsync<TContext>(session.Owner, session.Options, session.Migrations, cancellationToken))
        {
            if ((await run.AppliedAsync(cancellationToken)).Count == 0
                || PendingMigrations.Of(run.Catalog, await run.StatesAsync(cancellationToken), session.Options).Count == 0)
            {
                session.Options.Progress("no backup: nothing is applied yet, or nothing is pending");
                return null;
            }
        }

        try
        {
            var backup = await backups.TakeAsync(cancellationToken);
            var verified = await backups.VerifyAsync(backup, cancellationToken);
            session.Options.Progress(string.Create(CultureInfo.InvariantCulture, $"backup {backup.Id} is taken and proven, restored in {verified.RestoreMilliseconds} ms"));
            return backup;
        }
        catch (BackupException exception)
        {
            throw BackupSettings.Ends(exception);
        }
    }

    private static async Task<BundleException> RestoreAsync<TContext>(
        BundleSession<TContext> session, ServiceBackups backups, Backup backup, BundleException failure, CancellationToken cancellationToken)
        where TContext : ServiceDbContext
    {
        try
        {
            var restored = await backups.RestoreInPlaceAsync(backup, cancellationToken: cancellationToken);
            return new BundleException(
                failure.ExitCode, $"{failure.Message} The database is restored from the backup {backup.Id}; what it was is kept as {restored.Before}.", failure);
        }
        catch (BackupException exception)
        {
            return new BundleException(
                failure.ExitCode, $"{failure.Message} The backup {backup.Id} could not be put in place: {exception.Message}", failure) { IsHalfDone = true };
        }
    }
}
