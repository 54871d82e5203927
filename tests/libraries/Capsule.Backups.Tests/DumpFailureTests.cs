using System.Diagnostics;

namespace Capsule.Backups.Tests;

/// <summary>Dumps that end half-way: the disk is full, or pg_dump dies.</summary>
public sealed class DumpFailureTests
{
    // k0lter/autopostgresqlbackup#2, bcgov/backup-container#137: on a full disk, truncated or empty files were reported as good for months.
    [Fact]
    [Trait("Case", "A-BAK-02")]
    public async Task A_full_disk_is_named_and_leaves_the_older_backups_and_nothing_else()
    {
        await using var run = await BackupRun.CreateAsync();
        using var disk = SmallDisk.Mount(5);
        var older = await new ServiceBackups(run.Owner, run.Options with { Folder = disk.Path }).TakeAsync();
        await run.ExecuteAsync(Rows(megabytes: 50));

        var (code, output, error) = await run.InvokeAsync("backup", "create", "--to", disk.Path);
        var list = await run.InvokeAsync("backup", "list", "--from", disk.Path);
        var verify = await run.InvokeAsync("backup", "verify", "--from", disk.Path);

        Assert.Equal((int)Migrations.BundleExitCode.BackupFailed, code);
        Assert.Contains("no space left on device", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sample: backup ", output);
        Assert.Equal([older.Id], Directory.EnumerateFileSystemEntries(Path.Combine(disk.Path, "sample")).Select(Path.GetFileName));
        Assert.Single(list.Output.Split('\n'), line => line.Contains("  complete  ", StringComparison.Ordinal));
        Assert.Equal(0, verify.Code);
    }

    // The dump itself fits, so that only the small files that come after it meet the full disk.
    [Fact]
    [Trait("Case", "A-BAK-02")]
    public async Task A_disk_that_is_full_only_when_the_manifest_is_written_is_named_as_well()
    {
        await using var run = await BackupRun.CreateAsync();
        using var disk = SmallDisk.Mount(1);
        using var program = new WrappedProgram(
            "pg_dump",
            $"$REAL \"$@\"; code=$?; cat /dev/zero > {disk.Path}/filler 2>/dev/null; exit $code"
        );
        var backups = new ServiceBackups(run.Owner, run.Options with { Folder = disk.Path, ProgramFolders = program.Folders });

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.TakeAsync());

        Assert.Equal(BackupFault.Failed, failure.Fault);
        Assert.StartsWith($"The backup cannot be written to {disk.Path}/sample: No space left on device", failure.Message);
        Assert.Empty(backups.Catalog.List());
    }

    // cagriekin/charts#159: a dump that was killed mid-stream left the newest object by name, which operators restored.
    [Theory]
    [Trait("Case", "A-BAK-04")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dump_that_dies_half_way_is_absent_and_the_latest_is_the_previous_good_one(bool killsProgram)
    {
        await using var run = await BackupRun.CreateAsync(Rows(megabytes: 20));
        var good = await run.Backups.TakeAsync();
        // The wrapper stops pg_dump as soon as a part of the dump is on the disk.
        var end = killsProgram
            ? "kill -9 $pid"
            : $"$(dirname $REAL)/psql -qAtc \"select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'copy%sample.big%'\"; kill -CONT $pid";
        using var program = new WrappedProgram(
            "pg_dump",
            $$"""
            for a; do case $a in --file=*) folder=${a#--file=};; esac; done
            $REAL "$@" --jobs=1 & pid=$!
            until [ "$(du -s --apparent-size -B1 $folder 2>/dev/null | cut -f1)" -gt 3000000 ] 2>/dev/null; do sleep 0.01; kill -0 $pid || exit 1; done
            kill -STOP $pid
            echo "stopped at $(du -s --apparent-size -B1 $folder | cut -f1)" >&2
            {{end}}
            wait $pid
            """
        );
        var backups = new ServiceBackups(run.Owner, run.Options with { ProgramFolders = program.Folders });

        var failure = await Assert.ThrowsAsync<BackupException>(() => backups.TakeAsync());

        Assert.Equal(BackupFault.Failed, failure.Fault);
        var stopped = long.Parse(failure.Message.Split("stopped at ")[1].Split('\n', '.')[0], provider: null);
        Assert.True(stopped < good.Manifest!.DumpBytes * 9 / 10, $"{stopped} of {good.Manifest.DumpBytes}");
        Assert.Equal([good.Id], run.Catalog.List().Select(backup => backup.Id));
        Assert.Equal(good.Id, run.Catalog.Find(null).Id);
        var into = run.OtherName();
        Assert.Equal(0, (await run.InvokeAsync("backup", "restore", "--into", into)).Code);
        Assert.Equal(20_480L, await run.ScalarAsync<long>("select count(*) from sample.big", into));
    }

    // The bytes are random, so that compression makes them no smaller.
    private static string Rows(int megabytes) =>
        $"create table sample.big as select public.gen_random_bytes(1024) content from generate_series(1, {megabytes * 1024})";

    /// <summary>A file system in memory, which only root may mount.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capsule-disk-");

        public string Path => _folder.FullName;

        public static SmallDisk Mount(int megabytes)
        {
            var disk = new SmallDisk();
            if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) != 0)
            {
                disk._folder.Delete();
                Assert.Skip("Mounting a small file system needs root.");
            }

            return disk;
        }

        public void Dispose()
        {
            Run("umount", Path);
            _folder.Delete(recursive: true);
        }

        private static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
