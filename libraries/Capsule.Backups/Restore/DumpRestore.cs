using System.Globalization;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Restores a dump into an empty database with pg_restore.</summary>
internal sealed class DumpRestore(NpgsqlConnectionStringBuilder into, BackupOptions options)
{
    // Large indexes are sorted in memory. Commits need not wait for the disk, because the last statements in the new database commit
    // synchronously.
    private const string SessionSettings = "-c maintenance_work_mem=256MB -c synchronous_commit=off";

    /// <summary>
    /// Restores the dump. A superuser restores all owners; for another role, that role becomes the owner of everything, as after migrating
    /// the database itself.
    /// </summary>
    /// <exception cref="BackupException">pg_restore failed.</exception>
    public async Task RunAsync(
        PostgresProgram program,
        Backup backup,
        bool asSuperuser,
        SkippedEntries skipped,
        CancellationToken cancellationToken
    )
    {
        var jobs = RestoredExtensions.NeedOneJob(backup.Manifest!) ? 1 : options.Jobs;
        List<string> arguments =
        [
            "--format=directory",
            $"--jobs={jobs.ToString(CultureInfo.InvariantCulture)}",
            "--exit-on-error",
            "--no-password",
            $"--dbname=dbname='{into.Database!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
        ];
        if (!asSuperuser)
        {
            arguments.Add("--no-owner");
        }

        using var list = skipped.Any ? await ListAsync(program, backup, skipped, cancellationToken) : null;
        if (list is not null)
        {
            arguments.Add($"--use-list={list.Path}");
        }

        var session = new NpgsqlConnectionStringBuilder(into.ConnectionString) { Options = $"{into.Options} {SessionSettings}".Trim() };
        var run = await ProgramRun.RunAsync(
            program.Path,
            [.. arguments, backup.Dump],
            LibpqEnvironment.Of(session, options.Service),
            cancellationToken
        );
        RequireSuccess(run, backup);
        run.ReportWarnings(options.Progress);
    }

    private async Task<TemporaryFile> ListAsync(
        PostgresProgram program,
        Backup backup,
        SkippedEntries skipped,
        CancellationToken cancellationToken
    )
    {
        var run = await ProgramRun.RunAsync(program.Path, ["--list", backup.Dump], new Dictionary<string, string?>(), cancellationToken);
        RequireSuccess(run, backup);
        var left = skipped.Remove(run.Output.Split('\n'), options.Progress).ToList();
        return await TemporaryFile.WriteAsync(string.Join('\n', left), cancellationToken);
    }

    private static void RequireSuccess(ProgramRun run, Backup backup)
    {
        if (run.ExitCode != 0)
        {
            throw new BackupException(
                backup.Id,
                [new BackupDamage(DamageKind.DoesNotRestore, "pg_restore", $"ended with {run.ExitCode}: {run.Error}")]
            );
        }
    }

    private sealed class TemporaryFile(string path) : IDisposable
    {
        public string Path { get; } = path;

        public static async Task<TemporaryFile> WriteAsync(string content, CancellationToken cancellationToken)
        {
            var file = new TemporaryFile(System.IO.Path.GetTempFileName());
            await File.WriteAllTextAsync(file.Path, content, cancellationToken);
            return file;
        }

        public void Dispose() => File.Delete(Path);
    }
}
