namespace Capsule.Backups.Tests;

/// <summary>Backups that are there by name only: their files are gone or cut, or their last verification failed.</summary>
public sealed class UnprovedBackupTests
{
    private static readonly string[] KeepOne = ["backup", "prune", "--keep-daily", "1", "--keep-weekly", "0", "--keep-monthly", "0"];

    [Theory]
    [InlineData("folder", "dump is missing, with all files of the dump")]
    [InlineData("file", "toc.dat is missing")]
    [InlineData("cut", "toc.dat is truncated: 100 of ")]
    [InlineData("longer", "toc.dat was altered: ")]
    public async Task A_backup_without_its_files_is_damaged_and_takes_no_other_backups_place(string damage, string said)
    {
        await using var run = await BackupRun.CreateAsync();
        var good = await AgedAsync(run, 3);
        var older = await AgedAsync(run, 4);
        var broken = await run.Backups.TakeAsync();
        Damage(broken, damage);

        var list = await run.InvokeAsync("backup", "list");
        var prune = await run.InvokeAsync(KeepOne);
        var verify = await run.InvokeAsync("backup", "verify");

        Assert.Matches($@"(?m)^{broken.Id} +damaged .* yes +damaged, inspect it: {said}", list.Output);
        Assert.Matches($@"(?m)^{broken.Id} +kept +damaged, inspect it: {said}", prune.Output);
        Assert.Matches($@"(?m)^{good} +kept +last good one \(1 newer failed\), daily$", prune.Output);
        Assert.Matches($@"(?m)^{older} +removed +not kept by any rule$", prune.Output);
        Assert.Contains($"the newer backup {broken.Id} is passed over, it is damaged: {said}", verify.Output);
        Assert.Contains($"backup {good} is good", verify.Output);
    }

    [Fact]
    public async Task A_failed_verification_is_recorded_shown_and_does_not_count()
    {
        await using var run = await BackupRun.CreateAsync();
        var good = await AgedAsync(run, 3);
        var broken = await Forgery.ReplaceRowsAsync(run, await run.Backups.TakeAsync(), "Account7@", "account7@");

        var verify = await run.InvokeAsync("backup", "verify", broken.Id);
        var list = await run.InvokeAsync("backup", "list");
        var prune = await run.InvokeAsync(KeepOne);
        var latest = run.Catalog.Find(null);

        const string reason = "sample.accounts has different rows after the restore than in the manifest";
        Assert.Equal(8, verify.Code);
        Assert.Matches($@"(?m)^{broken.Id} +failed .* yes +failed its verification, inspect it: {reason}", list.Output);
        Assert.Matches($@"(?m)^{broken.Id} +kept +failed its verification, inspect it: {reason}", prune.Output);
        Assert.Matches($@"(?m)^{good} +kept +last good one \(1 newer failed", prune.Output);
        Assert.Equal(good, latest.Id);
    }

    [Fact]
    public async Task A_restore_that_finds_damage_withdraws_an_earlier_proof_and_a_new_proof_clears_the_record()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await run.Backups.TakeAsync();
        await run.Backups.VerifyAsync(backup);
        var toc = Path.Combine(backup.Dump, "toc.dat");
        var content = await File.ReadAllBytesAsync(toc);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(toc, content);

        await Assert.ThrowsAsync<BackupException>(() => run.Backups.RestoreAsync(backup, run.OtherName()));
        var withdrawn = run.Catalog.Read(backup.Folder);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(toc, content);
        var verify = await run.InvokeAsync("backup", "verify");

        Assert.Equal((BackupState.Failed, null), (withdrawn.State, withdrawn.Verified));
        Assert.StartsWith("toc.dat was altered", withdrawn.Failed!.Reason);
        Assert.Equal(0, verify.Code);
        var cleared = run.Catalog.Read(backup.Folder);
        Assert.Equal((BackupState.Complete, null), (cleared.State, cleared.Failed));
        Assert.NotNull(cleared.Verified);
    }

    [Fact]
    public async Task The_newest_proved_backup_stays_whatever_comes_after_it()
    {
        await using var run = await BackupRun.CreateAsync();
        var proved = run.Catalog.Read(Path.Combine(run.Catalog.Folder, await AgedAsync(run, 400)));
        await run.Backups.VerifyAsync(proved);
        var alsoProved = run.Catalog.Read(Path.Combine(run.Catalog.Folder, await AgedAsync(run, 300)));
        await run.Backups.VerifyAsync(alsoProved);
        Directory.Delete(alsoProved.Dump, recursive: true);
        await AgedAsync(run, 2);
        await run.Backups.TakeAsync();

        var prune = await run.InvokeAsync("backup", "prune", "--keep-daily", "0", "--keep-weekly", "0", "--keep-monthly", "0");

        Assert.Matches($@"(?m)^{proved.Id} +kept +newest verified$", prune.Output);
        Assert.Matches($@"(?m)^{alsoProved.Id} +kept +damaged, inspect it: dump is missing", prune.Output);
        Assert.Equal(3, run.Catalog.List().Count);
        await run.Backups.RestoreAsync(run.Catalog.Find(proved.Id), run.OtherName());
    }

    [Fact]
    public async Task A_failure_that_cannot_be_recorded_hides_nothing()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.ReplaceRowsAsync(run, await run.Backups.TakeAsync(), "Account7@", "account7@");
        // A folder in the record's place cannot be written to, not even by root.
        Directory.CreateDirectory(Path.Combine(backup.Folder, "failed.json.new"));
        var said = new List<string>();

        var refused = await Assert.ThrowsAsync<BackupException>(() =>
            new ServiceBackups(run.Owner, run.Options with { Progress = said.Add }).VerifyAsync(backup)
        );

        Assert.Equal(DamageKind.ContentDiffers, Assert.Single(refused.Damages).Kind);
        Assert.Contains(said, line => line.StartsWith("the failure is not recorded in ", StringComparison.Ordinal));
    }

    /// <summary>Takes a backup and dates it back by some days; returns its name.</summary>
    private static async Task<string> AgedAsync(BackupRun run, int days)
    {
        var id = BackupId.Of(TimeProvider.System.GetUtcNow().AddDays(-days), 1);
        Directory.Move((await run.Backups.TakeAsync()).Folder, Path.Combine(run.Catalog.Folder, id));
        return id;
    }

    private static void Damage(Backup backup, string damage)
    {
        var toc = Path.Combine(backup.Dump, "toc.dat");
        if (damage == "folder")
        {
            Directory.Delete(backup.Dump, recursive: true);
        }
        else if (damage == "file")
        {
            File.Delete(toc);
        }
        else
        {
            using var file = File.OpenWrite(toc);
            file.SetLength(damage == "cut" ? 100 : file.Length + 1);
        }
    }
}
