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

    // pgadmin-org/pgadmin4#8046, schickling/dockerfiles#163, AmbitionEng/django-pgclone#38: a pg_dump older than the server aborts, and
    // some tools then kept an empty file. The server here has one version, so an older program is a script that answers like one.
    [Fact]
    [Trait("Case", "A-BAK-13")]
    public async Task A_pg_dump_older_than_the_server_is_refused_with_both_versions_before_it_runs()
    {
        await using var run = await BackupRun.CreateAsync();
        using var folders = new ProgramFolders();
        var server = await run.ScalarAsync<string>("select current_setting('server_version_num')::int / 10000 || ''");
        var backups = new ServiceBackups(run.Owner, run.Options with { ProgramFolders = [folders.With(13)] });

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.TakeAsync());

        Assert.Equal(BackupFault.Configuration, failure.Fault);
        Assert.StartsWith($"pg_dump is installed only in version 13; version {server} or newer is needed", failure.Message);
        Assert.False(Directory.Exists(run.Catalog.Folder));
    }

    // A program that lies about its version ends as pg_dump does when it meets a newer server.
    [Fact]
    [Trait("Case", "A-BAK-13")]
    public async Task A_pg_dump_that_aborts_on_the_servers_version_leaves_nothing()
    {
        await using var run = await BackupRun.CreateAsync();
        const string mismatch = "pg_dump: error: aborting because of server version mismatch";
        using var program = new WrappedProgram("pg_dump", $"echo '{mismatch}' >&2; exit 1");
        var backups = new ServiceBackups(run.Owner, run.Options with { ProgramFolders = program.Folders });

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.TakeAsync());

        Assert.Equal(BackupFault.Failed, failure.Fault);
        Assert.Equal($"pg_dump of {run.Name} ended with 1: {mismatch}", failure.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Catalog.Folder));
    }

    [Fact]
    public async Task A_pg_restore_older_than_the_dump_is_refused_before_anything_changes()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.RewriteAsync(run, await run.Backups.TakeAsync(), manifest => manifest with { DumpVersion = 99 });

        var (code, _, error) = await run.InvokeAsync("backup", "verify");

        Assert.Equal((int)Migrations.BundleExitCode.Configuration, code);
        Assert.Contains("pg_restore is installed only in version ", error);
        Assert.Contains("version 99 or newer is needed", error);
        Assert.Null(run.Catalog.Read(backup.Folder).Failed);
    }

    // railwayapp-templates/postgres-s3-backups#13: a warning about circular foreign keys was taken for failure, and the backup thrown away.
    [Fact]
    [Trait("Case", "A-BAK-14")]
    public async Task A_warning_of_pg_dump_is_shown_and_is_no_failure()
    {
        await using var run = await BackupRun.CreateAsync(
            """
            create table sample.hens (id int primary key, egg int);
            create table sample.eggs (id int primary key, hen int references sample.hens deferrable);
            alter table sample.hens add foreign key (egg) references sample.eggs deferrable;
            begin; set constraints all deferred;
            insert into sample.hens values (1, 2); insert into sample.eggs values (2, 1);
            commit
            """
        );
        // A full dump of this version needs no warning for such tables, so the script adds the one of a dump of rows.
        const string warning = "pg_dump: warning: there are circular foreign-key constraints among these tables:";
        using var program = new WrappedProgram(
            "pg_dump",
            $"echo '{warning}' >&2; echo 'pg_dump: detail: hens, eggs' >&2; exec $REAL \"$@\""
        );
        var said = new List<string>();
        var backups = new ServiceBackups(run.Owner, run.Options with { ProgramFolders = program.Folders, Progress = said.Add });
        var into = run.OtherName();

        var backup = await backups.TakeAsync();
        var verify = await run.InvokeAsync("backup", "verify", backup.Id);
        var restore = await run.InvokeAsync("backup", "restore", backup.Id, "--into", into);

        Assert.Equal(BackupState.Complete, backup.State);
        Assert.Contains(warning, said);
        Assert.Contains("pg_dump: detail: hens, eggs", said);
        Assert.Equal((0, 0), (verify.Code, restore.Code));
        Assert.Equal(
            1L,
            await run.ScalarAsync<long>("select count(*) from sample.hens h join sample.eggs e on e.id = h.egg and e.hen = h.id", into)
        );
        Assert.Equal(
            2L,
            await run.ScalarAsync<long>(
                "select count(*) from pg_constraint where contype = 'f' and conrelid::regclass::text ~ 'hens|eggs'",
                into
            )
        );
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
