using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Restores a backup into a new database on the same server, and compares the database with the manifest.</summary>
internal sealed class BackupRestorer(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    /// <summary>
    /// Checks the files, creates the database <paramref name="into"/>, restores, compares and validates it; returns the duration of the
    /// restore alone. When any step fails, the new database is dropped. Damage that is found is recorded beside the manifest.
    /// </summary>
    /// <exception cref="BackupException">The backup is refused, or cannot be restored on this server.</exception>
    public async Task<TimeSpan> RestoreAsync(Backup backup, string into, CancellationToken cancellationToken)
    {
        var manifest = backup.Manifest ?? throw new BackupException(backup.Id, [backup.Damage!]);
        try
        {
            return await RestoreAsync(backup, manifest, into, cancellationToken);
        }
        catch (BackupException exception) when (exception.Damages.Count > 0)
        {
            await RecordAsync(backup, exception);
            throw;
        }
    }

    private async Task<TimeSpan> RestoreAsync(Backup backup, BackupManifest manifest, string into, CancellationToken cancellationToken)
    {
        await CheckFilesAsync(backup, manifest, cancellationToken);
        await using var server = await DatabaseSession.OpenServerAsync(owner, $"{options.Service}-backup", cancellationToken);
        await RequireFreeAsync(server, into, cancellationToken);
        var program = await PostgresProgram.FindAsync(
            "pg_restore",
            Math.Max(server.PostgreSqlVersion.Major, manifest.DumpVersion),
            options,
            cancellationToken
        );
        var asSuperuser = await server.ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user", cancellationToken);
        var skipped = await SkippedEntries.FindAsync(server, manifest, asSuperuser, cancellationToken);
        var start = options.Clock.GetTimestamp();
        var database = new NewDatabase(server, manifest, into, options.Progress);
        await database.CreateAsync(asSuperuser, cancellationToken);
        try
        {
            options.Progress($"restoring {backup.Id} into {into} with {options.Jobs} jobs");
            var target = DatabaseSession.On(owner, into);
            await FillAsync(program, backup, target, asSuperuser, skipped, cancellationToken);
            await database.ApplyPropertiesAsync(cancellationToken);
            var elapsed = options.Clock.GetElapsedTime(start);
            await CompareAsync(backup, target, cancellationToken);
            return elapsed;
        }
        catch
        {
            await DropAsync(into);
            throw;
        }
    }

    /// <summary>
    /// Drops a database that this class created, even with open sessions and after cancellation. A failure is only reported as progress,
    /// because the error that caused the drop matters more.
    /// </summary>
    public async Task DropAsync(string name)
    {
        try
        {
            await using var server = await DatabaseSession.OpenServerAsync(owner, $"{options.Service}-backup", CancellationToken.None);
            await server.ExecuteAsync($"drop database if exists {SqlText.Identifier(name)} with (force)", CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            options.Progress($"the database {name} could not be dropped ({exception.Message}); drop it by hand");
        }
    }

    private async Task FillAsync(
        PostgresProgram program,
        Backup backup,
        NpgsqlConnectionStringBuilder target,
        bool asSuperuser,
        SkippedEntries skipped,
        CancellationToken cancellationToken
    )
    {
        await using var database = await DatabaseSession.OpenAsync(target, $"{options.Service}-backup", cancellationToken);
        await RestoredExtensions.PrepareAsync(database, backup.Manifest!, cancellationToken);
        await new DumpRestore(target, options).RunAsync(program, backup, asSuperuser, skipped, cancellationToken);
        await RestoredExtensions.FinishAsync(database, backup.Manifest!, cancellationToken);
    }

    /// <summary>Records the failure. A folder that is not writable, such as a copy on other media, gets no record.</summary>
    private async Task RecordAsync(Backup backup, BackupException failure)
    {
        try
        {
            if (ManifestFile.Read(backup.Folder).Sha256 is { } sha256)
            {
                var failed = new FailedVerification(options.Clock.GetUtcNow(), string.Join("; ", failure.Damages), sha256);
                await ManifestFile.WriteFailedAsync(backup.Folder, failed, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            options.Progress($"the failure is not recorded in {backup.Folder}: {exception.Message}");
        }
    }

    private async Task CheckFilesAsync(Backup backup, BackupManifest manifest, CancellationToken cancellationToken)
    {
        options.Progress($"checking {manifest.Files.Count} files of {backup.Id}");
        var damages = await BackupFiles.CheckAsync(backup.Dump, manifest.Files, options.Jobs, cancellationToken);
        if (damages.Count > 0)
        {
            throw new BackupException(backup.Id, damages);
        }
    }

    private async Task RequireFreeAsync(NpgsqlConnection server, string into, CancellationToken cancellationToken)
    {
        if (DatabaseName.IsTooLong(into))
        {
            throw new BackupException(BackupFault.Failed, $"The name \"{into}\" is too long: PostgreSQL allows 63 bytes.");
        }

        if (await server.ScalarAsync<bool>("select exists (select from pg_database where datname = $1)", cancellationToken, into))
        {
            throw new BackupException(
                BackupFault.Failed,
                into == owner.Database
                    ? $"\"{into}\" is the live database. Restore into a new one, and put that in its place with --swap."
                    : $"The database \"{into}\" exists. A backup is restored into a new one only."
            );
        }
    }

    private async Task CompareAsync(Backup backup, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        options.Progress($"comparing {backup.Manifest!.Tables.Count} tables with the manifest");
        var damages = await ContentComparison.RunAsync(target, backup.Manifest, options, cancellationToken);
        if (damages.Count == 0)
        {
            damages =
            [
                .. (await options.Validate(target, backup.Manifest, cancellationToken)).Select(finding => new BackupDamage(
                    DamageKind.Invalid,
                    "validate:",
                    finding
                )),
            ];
        }

        if (damages.Count > 0)
        {
            throw new BackupException(backup.Id, damages);
        }
    }
}
