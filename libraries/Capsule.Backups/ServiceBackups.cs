using Npgsql;

namespace Capsule.Backups;

/// <summary>Takes, verifies and restores the backups of one service's database.</summary>
/// <param name="owner">Connects as the owner of the live database.</param>
/// <param name="options">Service, folder, jobs.</param>
public sealed class ServiceBackups(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    /// <summary>The backups that there are.</summary>
    public BackupCatalog Catalog { get; } = new(options.Folder, options.Service);

    /// <summary>Takes a backup of the live database, in one snapshot.</summary>
    /// <exception cref="BackupException">pg_dump is missing or failed, or the folder cannot be written.</exception>
    public Task<Backup> TakeAsync(CancellationToken cancellationToken = default) =>
        new BackupWriter(owner, options).WriteAsync(cancellationToken);

    /// <summary>
    /// Proves a backup by restoring it into a scratch database, which is dropped again; notes the time beside the manifest.
    /// </summary>
    /// <exception cref="BackupException">It is refused, or cannot be restored here.</exception>
    public Task<VerifiedBackup> VerifyAsync(Backup backup, CancellationToken cancellationToken = default) =>
        new BackupVerification(owner, options).RunAsync(backup, cancellationToken);

    /// <summary>Restores a backup into the new database <paramref name="into"/> and compares it with the manifest.</summary>
    /// <exception cref="BackupException">
    /// It is refused, the database exists, or it cannot be restored here; there is no new database then.
    /// </exception>
    public async Task<RestoredBackup> RestoreAsync(Backup backup, string into, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);

        var start = options.Clock.GetTimestamp();
        var restore = await new BackupRestorer(owner, options).RestoreAsync(backup, into, cancellationToken);
        // Without statistics the first queries of a service would be planned blindly.
        await using var database = await DatabaseSession.OpenAsync(
            DatabaseSession.On(owner, into),
            $"{options.Service}-backup",
            cancellationToken
        );
        await database.ExecuteAsync("analyze", cancellationToken);
        return new RestoredBackup(
            backup.Id,
            into,
            null,
            (long)restore.TotalMilliseconds,
            (long)options.Clock.GetElapsedTime(start).TotalMilliseconds
        );
    }

    /// <summary>
    /// Restores a backup beside the live database, as <paramref name="into"/> or a name of its own, and once it is compared with the
    /// manifest puts it in the live one's place, which stays under the name <see cref="RestoredBackup.Before"/>. The caller's own
    /// connections to it must be closed.
    /// </summary>
    /// <exception cref="BackupException">
    /// It is refused, cannot be restored, or cannot be swapped; the live database is as it was then, and there is no new one.
    /// </exception>
    public async Task<RestoredBackup> RestoreInPlaceAsync(Backup backup, string? into = null, CancellationToken cancellationToken = default)
    {
        var live = owner.Database!;
        var restored = await RestoreAsync(
            backup,
            into ?? DatabaseName.Stamped(live, "restored", options.Clock.GetUtcNow()),
            cancellationToken
        );
        try
        {
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
