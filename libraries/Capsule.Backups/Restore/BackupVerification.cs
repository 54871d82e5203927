using Npgsql;

namespace Capsule.Backups;

/// <summary>Verifies a backup by restoring it into a scratch database, which is always dropped.</summary>
internal sealed class BackupVerification(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    // A verification that was killed leaves its scratch database behind; the session with the database's name no longer exists.
    private const string Abandoned = """
        select datname from pg_database d
         where starts_with(datname, $1) and pg_has_role(datdba, 'usage')
           and not exists (select from pg_stat_activity a where a.application_name = d.datname)
        """;

    /// <summary>Restores, compares and validates the backup, and records the verification beside the manifest.</summary>
    /// <exception cref="BackupException">The backup is refused, or cannot be restored on this server.</exception>
    public async Task<VerifiedBackup> RunAsync(Backup backup, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        var restorer = new BackupRestorer(owner, options);
        var scratch = DatabaseName.Scratch(options.Service);
        await using var session = await DatabaseSession.OpenServerAsync(owner, scratch, cancellationToken);
        foreach (
            var name in await session.RowsAsync(
                Abandoned,
                row => row.GetString(0),
                cancellationToken,
                DatabaseName.ScratchPrefix(options.Service)
            )
        )
        {
            options.Progress($"dropping {name}, which a verification that was killed left behind");
            await restorer.DropAsync(name);
        }

        try
        {
            var restore = await restorer.RestoreAsync(backup, scratch, cancellationToken);
            var (_, sha256, _) = ManifestFile.Read(backup.Folder);
            var verified = new VerifiedBackup(
                options.Clock.GetUtcNow(),
                session.PostgreSqlVersion.ToString(),
                options.Jobs,
                (long)restore.TotalMilliseconds,
                (long)options.Clock.GetElapsedTime(start).TotalMilliseconds,
                sha256!
            );
            await ManifestFile.WriteVerifiedAsync(backup.Folder, verified, cancellationToken);
            return verified;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The backup {backup.Id} is good, but that cannot be recorded in {backup.Folder}: {exception.Message}",
                exception
            );
        }
        finally
        {
            await restorer.DropAsync(scratch);
        }
    }
}
