namespace Capsule.Backups.Tests;

public sealed class DamageTests
{
    [Theory]
    [InlineData(DamageKind.FileTruncated, "toc.dat is truncated: 100 of ")]
    [InlineData(DamageKind.FileAltered, "toc.dat was altered: its SHA-256 is not the one in the manifest")]
    [InlineData(DamageKind.FileMissing, "toc.dat is missing")]
    [InlineData(DamageKind.FileUnexpected, "9999.dat.gz is not in the manifest")]
    [InlineData(DamageKind.ManifestAltered, "manifest.json was altered: its SHA-256 is not the one in manifest.sha256")]
    [InlineData(DamageKind.Incomplete, "manifest.json is missing: the backup was never finished")]
    public async Task A_damaged_backup_is_refused_by_name_of_the_damage_before_anything_changes(DamageKind kind, string said)
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await run.Backups.TakeAsync();
        var into = run.OtherName();
        Damage(backup, kind);

        var verify = await run.InvokeAsync("backup", "verify", backup.Id);
        var restore = await run.InvokeAsync("backup", "restore", backup.Id, "--into", into, "--swap");

        Assert.Equal(
            ((int)Migrations.BundleExitCode.BackupRefused, (int)Migrations.BundleExitCode.BackupRefused),
            (verify.Code, restore.Code)
        );
        Assert.Contains($"sample: The backup {backup.Id} is refused: {said}", verify.Error);
        Assert.Contains($"sample: The backup {backup.Id} is refused: {said}", restore.Error);
        Assert.False(await run.ExistsAsync(into));
        Assert.Null(run.Catalog.Read(backup.Folder).Verified);
        Assert.DoesNotContain("restoring", verify.Output + restore.Output);
    }

    [Fact]
    public async Task Every_damaged_file_is_named()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await run.Backups.TakeAsync();
        var files = backup.Manifest!.Files;
        File.Delete(Path.Combine(backup.Dump, files[0].Name));
        await File.AppendAllTextAsync(Path.Combine(backup.Dump, files[1].Name), "x");

        var refused = await Assert.ThrowsAsync<BackupException>(() => run.Backups.VerifyAsync(backup));

        Assert.Equal(
            [(DamageKind.FileMissing, files[0].Name), (DamageKind.FileAltered, files[1].Name)],
            refused.Damages.Select(damage => (damage.Kind, damage.Subject))
        );
    }

    [Fact]
    public async Task Another_services_backup_is_refused()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await new ServiceBackups(run.Owner, run.Options with { Service = "other" }).TakeAsync();

        var (code, _, error) = await run.InvokeAsync("backup", "verify", backup.Folder);

        Assert.Equal(8, code);
        Assert.Contains("""manifest.json is of the service "other", not of "sample".""", error);
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.RewriteAsync(run, await run.Backups.TakeAsync(), manifest => manifest with { Format = 2 });

        var (code, _, error) = await run.InvokeAsync("backup", "verify", backup.Id);

        Assert.Equal(8, code);
        Assert.Contains("manifest.json has format 2; this program reads 1", error);
    }

    [Fact]
    public async Task Without_a_usable_backup_the_commands_say_so()
    {
        await using var run = await BackupRun.CreateAsync();

        var none = await run.InvokeAsync("backup", "verify");
        var unknown = await run.InvokeAsync("backup", "verify", "20200101T000000Z");
        var list = await run.InvokeAsync("backup", "list");

        Assert.Equal((8, 8, 0), (none.Code, unknown.Code, list.Code));
        Assert.Contains("There is no complete backup of sample in ", none.Error);
        Assert.Contains("There is no backup 20200101T000000Z of sample", unknown.Error);
        Assert.Contains("sample: no backups in ", list.Output);
    }

    private static void Damage(Backup backup, DamageKind kind)
    {
        var toc = Path.Combine(backup.Dump, "toc.dat");
        switch (kind)
        {
            case DamageKind.FileTruncated:
                using (var file = File.OpenWrite(toc))
                {
                    file.SetLength(100);
                }

                break;
            case DamageKind.FileAltered:
                var bytes = File.ReadAllBytes(toc);
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(toc, bytes);
                break;
            case DamageKind.FileMissing:
                File.Delete(toc);
                break;
            case DamageKind.FileUnexpected:
                File.WriteAllText(Path.Combine(backup.Dump, "9999.dat.gz"), "");
                break;
            case DamageKind.ManifestAltered:
                var manifest = Path.Combine(backup.Folder, "manifest.json");
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"rows\": 40", "\"rows\": 41", StringComparison.Ordinal));
                break;
            default:
                File.Delete(Path.Combine(backup.Folder, "manifest.json"));
                break;
        }
    }
}
