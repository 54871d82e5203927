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

    /// <summary>Columns, a row and what becomes of it; among them values that their type calls equal.</summary>
    private static readonly (string Columns, string From, string To)[] Changes =
    [
        ("a text, b text", "x\ty", "y\tx"),
        ("a text, b text", "x\t\\N", "x\t"),
        ("a numeric", "1.10", "1.1"),
        ("a float8", "0", "-0"),
        ("a interval", "1 day", "24:00:00"),
        ("a jsonb", "{\"k\": 1.0}", "{\"k\": 1.00}"),
        ("a jsonb", "[[1], 2]", "[[1, 2]]"),
        ("a char(3)[]", "{\"x  \"}", "{\"y  \"}"),
        ("a bigint", "4294967296", "4294967297"),
        ("a timestamptz", "2026-01-01 00:00:00+00", "2026-01-01 00:00:00.000001+00"),
        ("a text collate sample.blind", "Case", "case"),
        ("a public.citext", "Case", "case"),
        ("a bytea", "\\\\x00ff", "\\\\x00fe"),
        ("a sample.mood", "low", "high"),
    ];

    [Fact]
    public async Task Any_value_that_changed_is_found()
    {
        await using var run = await BackupRun.CreateAsync(
            """
            create collation sample.blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            create type sample.mood as enum ('low', 'high');
            """
        );
        foreach (var (index, change) in Changes.Index())
        {
            await run.ExecuteAsync($"create table sample.changed_{index:00} (mark text, {change.Columns})");
            await run.CopyAsync($"sample.changed_{index:00}", $"{index:00}\t{change.From}");
        }

        var backup = await run.Backups.TakeAsync();
        foreach (var (index, (_, from, to)) in Changes.Index())
        {
            backup = await Forgery.ReplaceRowsAsync(run, backup, $"{index:00}\t{from}\n", $"{index:00}\t{to}\n");
        }

        var refused = await Assert.ThrowsAsync<BackupException>(() => run.Backups.VerifyAsync(backup));

        Assert.Equal(
            Enumerable.Range(0, Changes.Length).Select(index => (DamageKind.ContentDiffers, $"sample.changed_{index:00}")),
            refused.Damages.Select(damage => (damage.Kind, damage.Subject))
        );
        Assert.EndsWith(" and 4 more.", refused.Message);
    }

    [Fact]
    public async Task A_dump_that_does_not_restore_is_refused_with_what_pg_restore_says()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.ReplaceRowsAsync(
            run,
            await run.Backups.TakeAsync(),
            "s1\t2026-01-01 00:01:00+00\t1\n",
            "s1\tnever\t1\n"
        );

        var damage = await RefusalAsync(run, backup);

        Assert.Equal(DamageKind.DoesNotRestore, damage.Kind);
        Assert.Contains("invalid input syntax for type timestamp with time zone: \"never\"", damage.Detail);
        Assert.Empty(await ScratchAsync(run));
    }

    [Fact]
    public async Task A_sequence_that_goes_on_elsewhere_is_found()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.RewriteAsync(
            run,
            await run.Backups.TakeAsync(),
            manifest =>
                manifest with
                {
                    Sequences = [.. manifest.Sequences.Select(sequence => sequence with { NextBefore = 12, NextAfter = 12 })],
                }
        );

        var damage = await RefusalAsync(run, backup);

        Assert.Equal("sample.orders_number_seq continues with 41 after the restore, but with 12 in the manifest", damage.ToString());
    }

    [Fact]
    public async Task A_table_too_few_and_a_table_too_many_are_found()
    {
        await using var run = await BackupRun.CreateAsync();
        var backup = await Forgery.RewriteAsync(
            run,
            await run.Backups.TakeAsync(),
            manifest =>
                manifest with
                {
                    Tables = [.. manifest.Tables.Select(table => table.Name == "orders" ? table with { Name = "refunds" } : table)],
                }
        );

        var refused = await Assert.ThrowsAsync<BackupException>(() => run.Backups.VerifyAsync(backup));

        Assert.Equal(
            ["sample.refunds is missing after the restore", "sample.orders is not in the manifest"],
            refused.Damages.Select(damage => damage.ToString())
        );
    }

    [Fact]
    public async Task Migrations_other_than_in_the_manifest_are_found_by_the_bundle()
    {
        await using var run = await BackupRun.CreateAsync();
        await Forgery.RewriteAsync(
            run,
            await run.Backups.TakeAsync(),
            manifest =>
                manifest with
                {
                    Migrations = [.. manifest.Migrations.Where(name => name != "20261121105545_AddReadings"), "20990101000000_Later"],
                }
        );

        var (code, _, error) = await run.InvokeAsync("backup", "verify");

        Assert.Equal(8, code);
        Assert.Contains(
            "validate: the migration 20990101000000_Later of the manifest was not applied; validate: the migration 20261121105545_AddReadings was applied, but is not in the manifest",
            error
        );
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
