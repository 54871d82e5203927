using Npgsql;

namespace Capsule.Backups;

/// <summary>Takes, verifies and restores the backups of one service's database.</summary>
/// <param name="owner">Connection settings of the live database's owner.</param>
/// <param name="options">The service's settings: name, folder, jobs and others.</param>
public sealed class ServiceBackups(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    /// <summary>The existing backups.</summary>
    public BackupCatalog Catalog { get; } = new(options.Folder, options.Service);

    /// <summary>Takes a backup of the live database in one snapshot.</summary>
    /// <exception cref="BackupException">pg_dump is missing or failed, or the folder is not writable.</exception>
    public Task<Backup> TakeAsync(CancellationToken cancellationToken = default) =>
        new BackupWriter(owner, options).WriteAsync(cancellationToken);

    /// <summary>
    /// Verifies a backup by restoring it into a scratch database, which is then dropped, and records the verification beside the manifest.
    /// </summary>
    /// <exception cref="BackupException">The backup is refused, or cannot be restored on this server.</exception>
    public Task<VerifiedBackup> VerifyAsync(Backup backup, CancellationToken cancellationToken = default) =>
        new BackupVerification(owner, options).RunAsync(backup, cancellationToken);

    /// <summary>Restores a backup into the new database <paramref name="into"/>, and compares the database with the manifest.</summary>
    /// <exception cref="BackupException">
    /// The backup is refused, the database already exists, or the backup cannot be restored on this server. No new database remains.
    /// </exception>
    public async Task<RestoredBackup> RestoreAsync(Backup backup, string into, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);

        var start = options.Clock.GetTimestamp();
        var restore = await new BackupRestorer(owner, options).RestoreAsync(backup, into, cancellationToken);
        // Without statistics, the service's first queries would get poor plans.
        await using var database = await DatabaseSession.OpenAsync(
            DatabaseSession.On(owner, into),
            $"{options.Service}-backup",
            cancellationToken
        );
        try
        {
            await database.ExecuteAsync("analyze", cancellationToken);
        }
        catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
        {
            options.Progress($"{into} is restored without statistics, because analyze failed: {exception.MessageText} {exception.Where}");
        }

        return new RestoredBackup(
            backup.Id,
            into,
            null,
            (long)restore.TotalMilliseconds,
            (long)options.Clock.GetElapsedTime(start).TotalMilliseconds
        );
    }

    /// <summary>Requires that no backup in the live database's place would put back rows of schemas that nobody named.</summary>
    /// <exception cref="BackupException">
    /// The live database holds schemas that <see cref="BackupOptions.Including"/> does not name.
    /// </exception>
    public Task RequireReplaceableAsync(CancellationToken cancellationToken = default) =>
        new OtherSchemas(owner, options).RequireNamedAsync(null, cancellationToken);

    /// <summary>
    /// Restores a backup next to the live database, as <paramref name="into"/> or under a generated name, compares it with the manifest,
    /// and then swaps it with the live database, which is kept under the name <see cref="RestoredBackup.Before"/>. The caller must close
    /// its own connections first.
    /// </summary>
    /// <exception cref="BackupException">
    /// The backup is refused, cannot be restored, or cannot be swapped, or the live database holds schemas that
    /// <see cref="BackupOptions.Including"/> does not name. The live database is unchanged, and no new database remains.
    /// </exception>
    public async Task<RestoredBackup> RestoreInPlaceAsync(Backup backup, string? into = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);

        var live = owner.Database!;
        var others = new OtherSchemas(owner, options);
        await others.RequireNamedAsync(backup.Manifest, cancellationToken);
        var restored = await RestoreAsync(
            backup,
            into ?? DatabaseName.Stamped(live, "restored", options.Clock.GetUtcNow()),
            cancellationToken
        );
        try
        {
            // A service may have been migrated into the database while the backup was restored.
            await others.RequireNamedAsync(backup.Manifest, cancellationToken);
            return restored with
            {
                Database = live,
                Before = await new DatabaseSwap(owner, options).RunAsync(restored.Database, cancellationToken),
            };
        }
        catch
        {
            await new BackupRestorer(owner, options).DropAsync(restored.Database);
            throw;
        }
    }
}
