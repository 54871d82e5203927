namespace Capsule.Backups.Tests;

/// <summary>
/// Objects that call functions without their schema: they work in the service's sessions, but not with the empty search_path of pg_dump and
/// pg_restore.
/// </summary>
public sealed class StrayExpressionTests
{
    private const string Functions = """
        create function public.lowered(t text) returns text immutable language sql as 'select lower(t)';
        create function public.slug(t text) returns text immutable language sql as 'select lowered(t)';
        create function public.slugged(t text) returns text immutable language plpgsql as 'begin return lowered(t); end';
        create function public.fill() returns trigger language plpgsql as 'begin new.s := slug(new.t); return new; end';
        set search_path = sample, public;
        """;

    private const string Rows = "insert into stray (t) values ('A'), ('B'), ('C');";

    // boardsesh/boardsesh#4699, supabase/cli#3921, dimitri/pgcopydb#264, postgis/h3-pg#168: functions with unqualified names, used in a
    // generated column, a check, an expression index or a trigger, failed only at restore.
    [Theory]
    [Trait("Case", "A-BAK-01")]
    [InlineData("create table stray (t text, s text generated always as (slug(t)) stored)", "stray")]
    [InlineData("create table stray (t text, s text generated always as (slugged(t)) stored)", "stray")]
    [InlineData("create table stray (t text check (slug(t) <> ''))", "stray")]
    [InlineData("create table stray (t text); create index stray_slug on stray (slug(t))", "stray_slug")]
    [InlineData("create table stray (t text); create index stray_slug on stray (slugged(t))", "stray_slug")]
    [InlineData("create table stray (t text); create index stray_part on stray (t) where slug(t) <> ''", "stray_part")]
    [InlineData("create table stray (t text); create statistics stray_stat on (slug(t)), t from stray", "stray_stat")]
    [InlineData("create table stray (t text); create materialized view stray_view as select slugged(t) from stray", "stray_view")]
    public async Task What_does_not_restore_is_never_verified_and_the_object_is_named(string table, string named)
    {
        await using var run = await BackupRun.CreateAsync();
        // The rows come before the view, so that it has something to compute.
        await run.ExecuteAsync(
            $"{Functions}{table.Replace("; create materialized", $"; {Rows} create materialized", StringComparison.Ordinal)}; {Rows}"
        );
        var into = run.OtherName();

        var create = await run.InvokeAsync("backup", "create");
        var verify = await run.InvokeAsync("backup", "verify");
        var restore = await run.InvokeAsync("backup", "restore", "--into", into);

        var refused = new[] { create, verify }.First(step => step.Code != 0);
        Assert.Contains(named, refused.Error);
        Assert.Contains("does not exist", refused.Error);
        Assert.NotEqual(0, restore.Code);
        Assert.False(await run.ExistsAsync(into));
        Assert.All(run.Catalog.List(), backup => Assert.Null(backup.Verified));
    }

    [Fact]
    [Trait("Case", "A-BAK-01")]
    public async Task A_trigger_that_calls_such_a_function_does_not_fire_in_a_restore()
    {
        await using var run = await BackupRun.CreateAsync();
        await run.ExecuteAsync(
            $"{Functions} create table stray (t text, s text); create trigger f before insert on stray for each row execute function fill(); {Rows}"
        );
        var into = run.OtherName();

        var verify = await VerifiedAsync(run);
        var restore = await run.InvokeAsync("backup", "restore", "--into", into);

        Assert.Equal((0, 0), (verify, restore.Code));
        Assert.Equal(3L, await run.ScalarAsync<long>("select count(*) from sample.stray where s = lower(t)", into));
    }

    [Fact]
    [Trait("Case", "A-BAK-01")]
    public async Task Statistics_that_analyze_cannot_compute_do_not_stop_a_restore_that_was_proved()
    {
        await using var run = await BackupRun.CreateAsync();
        await run.ExecuteAsync($"{Functions} create table stray (t text); create statistics stat on (slugged(t)), t from stray; {Rows}");
        var into = run.OtherName();

        var verify = await VerifiedAsync(run);
        var restore = await run.InvokeAsync("backup", "restore", "--into", into);

        Assert.Equal((0, 0), (verify, restore.Code));
        Assert.Contains(
            $"{into} is restored without statistics, because analyze failed: function lowered(text) does not exist",
            restore.Output
        );
        Assert.Equal(3L, await run.ScalarAsync<long>("select count(*) from sample.stray", into));
    }

    [Theory]
    [InlineData("int", "select 1 / (1 - 1)", "division by zero")]
    [InlineData("text", "select public.gone(t)", "function public.gone(text) does not exist")]
    public async Task Create_names_the_table_and_the_index_whose_function_is_broken(string type, string body, string said)
    {
        await using var run = await BackupRun.CreateAsync();
        await run.ExecuteAsync(
            $"""
            create function public.gone(t text) returns text immutable language sql as 'select t';
            create function sample.key(t text) returns {type} immutable language sql as 'select null::{type}';
            create table sample.broken (t text); create index broken_key on sample.broken (sample.key(t));
            create index broken_lower on sample.broken (lower(t));
            create or replace function sample.key(t text) returns {type} immutable language sql as '{body}';
            drop function public.gone
            """
        );

        var (code, _, error) = await run.InvokeAsync("backup", "create");

        Assert.Equal((int)Migrations.BundleExitCode.BackupFailed, code);
        Assert.Contains("The table sample.broken cannot be read: ", error);
        Assert.Contains(said, error);
        Assert.Contains("index sample.broken_key (CREATE INDEX broken_key ON sample.broken USING btree (sample.key(t)))", error);
        Assert.DoesNotContain("broken_lower", error);
        Assert.Empty(run.Catalog.List());
    }

    private static async Task<int> VerifiedAsync(BackupRun run)
    {
        Assert.Equal(0, (await run.InvokeAsync("backup", "create")).Code);
        return (await run.InvokeAsync("backup", "verify")).Code;
    }
}
