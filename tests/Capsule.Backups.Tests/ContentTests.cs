namespace Capsule.Backups.Tests;

/// <summary>Backups whose checksums are all right and whose content is not.</summary>
public sealed class ContentTests
{
    [Fact]
    public async Task A_row_that_was_changed_is_found_by_its_content_hash()
    {
        await using var run = await BackupRun.CreateAsync();
        // Equal to citext, but not the same text.
        var backup = await Forgery.ReplaceRowsAsync(run, await run.Backups.TakeAsync(), "Account7@", "account7@");

        var damage = await RefusalAsync(run, backup);

        Assert.Equal((DamageKind.ContentDiffers, "sample.accounts"), (damage.Kind, damage.Subject));
        Assert.Empty(await ScratchAsync(run));
    }

    [Fact]
    public async Task A_row_that_was_removed_is_found_by_the_number_of_rows()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.ReplaceRowsAsync(run, await run.Backups.TakeAsync(), "s1\t2026-01-01 00:01:00+00\t1\n", "");

        var damage = await RefusalAsync(run, backup);

        Assert.Equal("sample.readings has 499 rows after the restore, 500 in the manifest", damage.ToString());
        Assert.Equal(DamageKind.RowsDiffer, damage.Kind);
    }

    [Fact]
    public async Task Two_values_that_changed_places_are_found()
    {
        await using var run = await BackupRun.CreateAsync("create table sample.pairs (a text, b text); insert into sample.pairs values ('x', 'y')");
        var backup = await Forgery.ReplaceRowsAsync(run, await run.Backups.TakeAsync(), "x\ty\n", "y\tx\n");

        Assert.Equal(DamageKind.ContentDiffers, (await RefusalAsync(run, backup)).Kind);
    }

    [Fact]
    public async Task A_dump_that_does_not_restore_is_refused_with_what_pg_restore_says()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.ReplaceRowsAsync(run, await run.Backups.TakeAsync(), "s1\t2026-01-01 00:01:00+00\t1\n", "s1\tnever\t1\n");

        var damage = await RefusalAsync(run, backup);

        Assert.Equal(DamageKind.DoesNotRestore, damage.Kind);
        Assert.Contains("invalid input syntax for type timestamp with time zone: \"never\"", damage.Detail);
        Assert.Empty(await ScratchAsync(run));
    }

    [Fact]
    public async Task A_sequence_that_goes_on_elsewhere_is_found()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.RewriteAsync(run, await run.Backups.TakeAsync(), manifest => manifest with
        {
            Sequences = [.. manifest.Sequences.Select(sequence => sequence with { NextBefore = 12, NextAfter = 12 })],
        });

        var damage = await RefusalAsync(run, backup);

        Assert.Equal("sample.orders_number_seq goes on with 41 after the restore, with 12 in the manifest", damage.ToString());
    }

    [Fact]
    public async Task A_table_too_few_and_a_table_too_many_are_found()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.RewriteAsync(run, await run.Backups.TakeAsync(), manifest => manifest with
        {
            Tables = [.. manifest.Tables.Select(table => table.Name == "orders" ? table with { Name = "refunds" } : table)],
        });

        var refused = await Assert.ThrowsAsync<BackupException>(() => run.Backups.VerifyAsync(backup));

        Assert.Equal(["sample.refunds is missing after the restore", "sample.orders is not in the manifest"], refused.Damages.Select(damage => damage.ToString()));
    }

    [Fact]
    public async Task Migrations_other_than_in_the_manifest_are_found_by_the_bundle()
    {
        await using var run = await BackupRun.CreateAsync();
        await Forgery.RewriteAsync(run, await run.Backups.TakeAsync(), manifest => manifest with { Migrations = [manifest.Migrations[0], "20990101000000_Later"] });

        var (code, _, error) = await run.InvokeAsync("backup", "verify");

        Assert.Equal(8, code);
        Assert.Contains("validate: the migration 20990101000000_Later of the manifest was not applied; validate: the migration 20261121105545_AddReadings was applied, but is not in the manifest", error);
        Assert.Empty(await ScratchAsync(run));
    }

    private static async Task<BackupDamage> RefusalAsync(BackupRun run, Backup backup)
    {
        var refused = await Assert.ThrowsAsync<BackupException>(() => run.Backups.VerifyAsync(backup));
        Assert.Equal(BackupFault.Refused, refused.Fault);
        Assert.Null(run.Catalog.Read(backup.Folder).Verified);
        return Assert.Single(refused.Damages);
    }

    /// <summary>Scratch databases that nobody works in: those of tests beside this one have their session.</summary>
    private static Task<string[]> ScratchAsync(BackupRun run) => ScratchDatabases.AbandonedAsync(run);
}
