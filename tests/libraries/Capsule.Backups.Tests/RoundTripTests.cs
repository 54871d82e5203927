using System.Text.Json;

namespace Capsule.Backups.Tests;

public sealed class RoundTripTests
{
    private const string Awkward = """"
        create table sample.empty ();
        insert into sample.empty default values;
        create table sample.nothing (a int, b text);
        create table sample."Odd ""name"" %I" (id int generated always as identity, "Größe ""x""" numeric, "select" text);
        insert into sample."Odd ""name"" %I" ("Größe ""x""", "select") values (1.10, ''), (1.1, null), ('NaN', E'tab\t\\N "quoted", (x)');
        create type sample.mood as enum ('low', 'high');
        create type sample.pair as (a int, b text);
        create domain sample.positive as int check (value > 0);
        create table sample.kinds (
            f4 real, f8 double precision, m sample.mood, p sample.pair, d sample.positive, b bytea, j json, jb jsonb, i interval, r int4range, a text[][],
            c public.citext, mo money, n inet, x uuid, t time with time zone, dt date, doubled float8 generated always as (f8 * 2) stored);
        insert into sample.kinds values
            (0.1, 1e-300, 'high', (1, 'x,"y'), 3, '\x00ff', '{"b": 1, "a":  2}', '{"b": 1, "a": 2}', '1 year 2 days 00:00:00.000001', '[1,5)',
             '{{a,NULL},{"NULL",""}}', 'CiText', 12.34, '10.0.0.1/8', gen_random_uuid(), '12:00+05', 'infinity');
        insert into sample.kinds default values;
        create table sample.parts (id int, at date, primary key (id, at)) partition by range (at);
        create table sample.parts_2026 partition of sample.parts for values from ('2026-01-01') to ('2027-01-01');
        create table sample.parts_rest partition of sample.parts default;
        insert into sample.parts select i, date '2026-12-25' + i from generate_series(1, 20) i;
        create table sample.child (extra text) inherits (sample.nothing);
        insert into sample.child values (1, 'b', 'e');
        create unlogged table sample.fast as select i from generate_series(1, 10) i;
        create sequence sample.countdown increment -5 start 100 minvalue -1000 maxvalue 100;
        select nextval('sample.countdown') from generate_series(1, 7);
        create sequence sample.fresh start 77;
        create materialized view sample.summary as select count(*) from sample.accounts;
        delete from sample.accounts where email = 'account1@example.org';
        create schema elsewhere; create table elsewhere.things as select 1 as thing;
        select lo_from_bytea(0, '\xdeadbeef');
        """";

    [Fact]
    public async Task A_backup_is_taken_listed_verified_and_restored_by_the_bundles_commands()
    {
        await using var run = await BackupRun.CreateAsync();
        var into = run.OtherName();

        var create = await run.InvokeAsync("backup", "create");
        var before = await run.InvokeAsync("backup", "list");
        var verify = await run.InvokeAsync("backup", "verify");
        var after = await run.InvokeAsync("backup", "list");
        var restore = await run.InvokeAsync("backup", "restore", "--into", into);

        Assert.Equal((0, ""), (create.Code, create.Error));
        Assert.Matches(@"sample: backup \d{8}T\d{6}Z of test_\w+: 6 tables, \d+ rows, [\d.]+ KiB in [\d.]+ s, in ", create.Output);
        Assert.Matches(
            @"(?m)^\d{8}T\d{6}Z  complete  \d+ +[\d.]+ KiB +20261121105545_AddReadings  - +- +yes +newest, daily, weekly, monthly$",
            before.Output
        );
        Assert.Equal((0, ""), (verify.Code, verify.Error));
        Assert.Matches(
            @"sample: backup \w+ is good: 6 tables, \d+ rows, 6 migrations as in the manifest; restored in [\d.]+ s",
            verify.Output
        );
        Assert.Matches(
            @"(?m)^\w+Z  complete .* \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  [\d.]+ s +yes +newest, newest verified, daily, weekly, monthly$",
            after.Output
        );
        Assert.Equal((0, ""), (restore.Code, restore.Error));
        Assert.Equal(40L, await run.ScalarAsync<long>("select count(*) from sample.accounts", into));
    }

    [Fact]
    public async Task Whatever_a_database_holds_comes_back_and_compares_equal()
    {
        await using var run = await BackupRun.CreateAsync(Awkward);
        var into = run.OtherName();

        var backup = await run.Backups.TakeAsync();
        var verified = await run.Backups.VerifyAsync(backup);
        await run.Backups.RestoreAsync(backup, into);

        var tables = backup.Manifest!.Tables.ToDictionary(table => table.Name, table => table.Rows);
        Assert.Equal(
            (1L, 1L, 2L, 6L, 14L),
            (tables["empty"], tables["child"], tables["kinds"], tables["parts_2026"], tables["parts_rest"])
        );
        Assert.Equal((0L, 1L, 1L), (tables["nothing"], tables["things"], tables["pg_largeobject"]));
        Assert.DoesNotContain("parts", tables.Keys);
        Assert.Equal((65m, 77m), (Next(backup, "countdown"), Next(backup, "fresh")));
        Assert.Equal(65L, await run.ScalarAsync<long>("select nextval('sample.countdown')", into));
        Assert.Equal(
            backup.Manifest.DumpBytes,
            backup.Manifest.Files.Sum(file => new FileInfo(Path.Combine(backup.Dump, file.Name)).Length)
        );
        Assert.True(verified.RestoreMilliseconds is > 0 && verified.RestoreMilliseconds <= verified.Milliseconds);
        Assert.Equal(verified, run.Catalog.Find(null).Verified);
    }

    [Fact]
    public async Task The_same_rows_have_the_same_hash_however_a_session_is_set_up()
    {
        await using var run = await BackupRun.CreateAsync(Awkward);
        var first = await run.Backups.TakeAsync();
        await run.ExecuteAsync(
            $"""
            alter database "{run.Name}" set timezone = 'Asia/Tokyo'; alter database "{run.Name}" set datestyle = 'German'; alter database "{run.Name}" set bytea_output = 'escape';
            alter database "{run.Name}" set extra_float_digits = -5; alter database "{run.Name}" set intervalstyle = 'iso_8601';
            create table sample.copy as select * from sample.readings order by at desc;
            """
        );

        var second = await run.Backups.TakeAsync();

        Assert.Equal(first.Manifest!.Tables, second.Manifest!.Tables.Where(table => table.Name != "copy"));
        Assert.Equal(Hash(second, "readings"), Hash(second, "copy"));
        await run.Backups.VerifyAsync(second);
    }

    [Fact]
    public async Task With_json_each_command_writes_one_document()
    {
        await using var run = await BackupRun.CreateAsync();
        var into = run.OtherName();

        using var create = await DocumentAsync(run, "create");
        using var verify = await DocumentAsync(run, "verify");
        using var list = await DocumentAsync(run, "list");
        using var prune = await DocumentAsync(run, "prune", "--dry-run");
        using var restore = await DocumentAsync(run, "restore", "--into", into);

        var id = create.RootElement.GetProperty("id").GetString();
        Assert.Equal("sample", create.RootElement.GetProperty("manifest").GetProperty("service").GetString());
        Assert.Equal(id, verify.RootElement.GetProperty("id").GetString());
        var listed = Assert.Single(list.RootElement.GetProperty("backups").EnumerateArray());
        Assert.Equal("complete", listed.GetProperty("state").GetString());
        Assert.Equal("20261121105545_AddReadings", listed.GetProperty("schemaVersion").GetString());
        Assert.Equal(
            verify.RootElement.GetProperty("verified").GetProperty("restoreMilliseconds").GetInt64(),
            listed.GetProperty("verified").GetProperty("restoreMilliseconds").GetInt64()
        );
        Assert.True(prune.RootElement.GetProperty("backups")[0].GetProperty("keep").GetBoolean());
        Assert.Equal(into, restore.RootElement.GetProperty("database").GetString());
    }

    [Fact]
    public async Task A_dump_can_be_read_by_nobody_else()
    {
        await using var run = await BackupRun.CreateAsync();

        var backup = await run.Backups.TakeAsync();

        Assert.False(OperatingSystem.IsWindows());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            new DirectoryInfo(backup.Folder).UnixFileMode
        );
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup", "restore")]
    [InlineData("backup", "create", "--jobs", "0")]
    [InlineData("backup", "prune", "--keep-daily", "-1")]
    public async Task A_command_line_that_is_not_understood_is_refused(params string[] arguments)
    {
        await using var run = await BackupRun.CreateAsync();

        var (code, output, error) = await run.InvokeAsync(arguments);

        Assert.Equal((int)Migrations.BundleExitCode.Usage, code);
        Assert.Empty(output);
        Assert.StartsWith("sample: ", error);
    }

    private static decimal Next(Backup backup, string sequence) =>
        backup.Manifest!.Sequences.Single(found => found.Name == sequence).NextAfter;

    private static string Hash(Backup backup, string table) => backup.Manifest!.Tables.Single(found => found.Name == table).Hash;

    private static async Task<JsonDocument> DocumentAsync(BackupRun run, params string[] arguments)
    {
        var (code, output, error) = await run.InvokeAsync(["backup", .. arguments, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }
}
