using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>What the session of a migration is like, and what of it reaches the next one.</summary>
public sealed class MigrationSessionTests
{
    // golang-migrate/migrate#719
    [Fact, Trait("Case", "A-MIG-07")]
    public async Task A_search_path_that_a_migration_sets_does_not_reach_the_next_one()
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration("20260101000000_A", ["create schema foo; set search_path to foo; create table bar (id int primary key)"]),
            new ScriptedMigration("20260102000000_B", ["create table chain.seen as select current_setting('search_path') as path"])
        );

        await run.SucceedAsync("migrate");

        Assert.Equal("\"$user\", public", await run.AskAsync<string>("select path from chain.seen"));
        Assert.True(await run.AskAsync<bool>("select to_regclass('foo.bar') is not null"));
        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.schema_history where success"));
    }

    [Theory]
    [InlineData("set statement_timeout = '1ms'")]
    [InlineData("set default_transaction_read_only = on")]
    [InlineData("set lock_timeout = '1ms'")]
    [InlineData("set role pg_read_all_data")]
    [InlineData("set session authorization pg_read_all_data")]
    [InlineData("create temporary table b (id int)")]
    [InlineData("prepare b as select 1")]
    [InlineData("set standard_conforming_strings = off")]
    public async Task What_a_migration_does_to_the_session_does_not_reach_the_next_one(string sql)
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration("20260101000000_A", [ScriptedMigration.Outside(sql), "select"]),
            new ScriptedMigration(
                "20260102000000_B",
                [
                    """
                    create table chain.seen as
                    select string_agg(name || '=' || setting, ',' order by name) as settings from pg_settings
                     where name in ('statement_timeout', 'default_transaction_read_only', 'lock_timeout', 'standard_conforming_strings');
                    select pg_sleep(0.01);
                    create temporary table b (id int);
                    prepare b as select 1
                    """,
                ]
            )
        );

        await run.SucceedAsync("migrate");

        Assert.Equal(
            "default_transaction_read_only=off,lock_timeout=2000,standard_conforming_strings=on,statement_timeout=0",
            await run.AskAsync<string>("select settings from chain.seen")
        );
    }

    // npgsql/efcore.pg#3389, dotnet/efcore#35096
    [Theory, Trait("Case", "A-MIG-03")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_enum_value_that_one_migration_adds_is_used_by_the_next_in_the_same_run(bool fromEmpty)
    {
        ScriptedMigration create = new(
            "20260101000000_Create",
            ["create type chain.plan_kind as enum ('free', 'pro'); create table chain.plans (kind chain.plan_kind)"]
        );
        await using var run = await ScriptedRun.CreateAsync(create);
        if (!fromEmpty)
        {
            await run.SucceedAsync("migrate");
        }

        run.Use(
            create,
            new ScriptedMigration("20260102000000_Team", ["alter type chain.plan_kind add value 'team'"]),
            new ScriptedMigration("20260103000000_Use", ["insert into chain.plans values ('team')"])
        );
        await run.SucceedAsync("migrate");

        Assert.Equal("team", await run.AskAsync<string>("select kind::text from chain.plans"));
        Assert.Equal(3L, await run.AskAsync<long>("select count(*) from chain.schema_history where success"));
    }

    // nightscout/nocturne#382
    [Fact, Trait("Case", "A-MIG-25")]
    public Task A_statement_that_takes_longer_than_the_command_timeout_is_not_ended() => TakesLongerAsync(seconds: 2, commandTimeout: 1);

    [Fact, Trait("Case", "A-MIG-25"), Trait("Category", "Soak")]
    public Task A_statement_of_45_seconds_is_not_ended() => TakesLongerAsync(seconds: 45, commandTimeout: 30);

    private static async Task TakesLongerAsync(int seconds, int commandTimeout)
    {
        await using var run = await ScriptedRun.CreateAsync(new ScriptedMigration("20260101000000_Long", [$"select pg_sleep({seconds})"]));
        run.ConnectionString = $"{run.ConnectionString};Command Timeout={commandTimeout}";

        await run.SucceedAsync("migrate");

        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from chain.schema_history where success"));
    }
}
