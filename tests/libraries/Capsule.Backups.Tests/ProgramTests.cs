namespace Capsule.Backups.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task Without_pg_dump_the_message_says_what_to_install()
    {
        await using var run = await BackupRun.CreateAsync();
        var backups = new ServiceBackups(run.Owner, run.Options with { ProgramFolders = [run.Folder] });

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.TakeAsync());

        Assert.Equal(BackupFault.Configuration, failure.Fault);
        Assert.StartsWith("pg_dump is not installed. Install PostgreSQL's client programs, version 15 or newer", failure.Message);
        Assert.False(Directory.Exists(run.Catalog.Folder));
    }

    [Fact]
    public async Task The_servers_own_version_is_taken_else_the_next_newer_one_and_never_an_older_one()
    {
        using var folders = new ProgramFolders();
        var options = new BackupOptions
        {
            Service = "s",
            Schema = "s",
            HistoryTable = "h",
            Folder = "f",
            ProgramFolders = [folders.With(14), folders.With(18), folders.With(16), folders.With(17)],
        };

        Assert.Equal(16, (await PostgresProgram.FindAsync("pg_dump", 15, options, default)).Major);
        Assert.Equal(17, (await PostgresProgram.FindAsync("pg_dump", 17, options, default)).Major);
        var failure = await Assert.ThrowsAsync<BackupException>(() => PostgresProgram.FindAsync("pg_dump", 19, options, default));
        Assert.StartsWith("pg_dump is installed only in version 14, 16, 17, 18; version 19 or newer is needed", failure.Message);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        await using var run = await BackupRun.CreateAsync();
        var file = Path.Combine(run.Folder, "file");
        await File.WriteAllTextAsync(file, "");

        var (code, _, error) = await run.InvokeAsync("backup", "create", "--to", file);

        Assert.Equal((int)Migrations.BundleExitCode.Configuration, code);
        Assert.Contains($"Backups cannot be written to {file}/sample: ", error);
    }

    /// <summary>Programs that only tell a version.</summary>
    private sealed class ProgramFolders : IDisposable
    {
        private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("capsule-programs-");

        public string With(int major)
        {
            var folder = _root.CreateSubdirectory($"{major}").FullName;
            var program = Path.Combine(folder, "pg_dump");
            File.WriteAllText(program, $"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.3 (Debian)'\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            return folder;
        }

        public void Dispose() => _root.Delete(recursive: true);
    }
}
