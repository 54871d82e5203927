using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>What is said of a migration that fails or cannot be read, and what is left of it.</summary>
public sealed class MigrationErrorTests
{
    private const string Name = "20260101000000_Three";

    // golang-migrate/migrate#282
    [Fact, Trait("Case", "A-MIG-27")]
    public async Task A_syntax_error_names_migration_statement_and_position_and_leaves_nothing()
    {
        const string Broken = "create table chain.a (id int);\n\ncreate table chain.b (id int);\n\ncreate\n  tabel chain.c (id int);";
        await using var run = await ScriptedRun.CreateAsync(new ScriptedMigration(Name, [Broken]));

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");

        Assert.Contains($"{Name} failed and was rolled back: 42601: syntax error at or near \"tabel\"", error);
        Assert.Contains("in statement 3 of 3, line 2, column 3: create tabel chain.c (id int)", error);
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));

        run.Use(new ScriptedMigration(Name, [Broken.Replace("tabel", "table")]));
        await run.SucceedAsync("migrate");
        Assert.True(await run.AskAsync<bool>("select to_regclass('chain.c') is not null"));
    }

    [Fact]
    public async Task A_long_statement_is_shown_whole()
    {
        var sql = $"select {string.Join(" + ", Enumerable.Range(1, 300))} + 1 / 0 as last_column";
        await using var run = await ScriptedRun.CreateAsync(new ScriptedMigration(Name, [sql]));

        Assert.Contains(sql, await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
    }

    [Fact]
    public async Task A_very_long_statement_is_cut_around_the_error()
    {
        var values = string.Join(", ", Enumerable.Range(1, 5000).Select(number => $"('{number}')"));
        var sql = $"insert into chain.\"𝓪\" values {values}, (wrong), {values}";
        await using var run = await ScriptedRun.CreateAsync(new ScriptedMigration(Name, ["create table chain.\"𝓪\" (id text)", sql]));

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");

        Assert.Contains($"statement 2 of 2, line 1, column {sql.IndexOf("wrong", StringComparison.Ordinal) + 1}: … ", error);
        Assert.Contains("('5000'), (wrong), ('1')", error);
        Assert.InRange(error.Length, 4000, 12000);
    }

    [Theory]
    [InlineData("select 1;\nbegin;\nselect 2;\ncommit;", "line 2 of its SQL is BEGIN")]
    [InlineData("select 1; rollback", "line 1 of its SQL is ROLLBACK")]
    [InlineData("select 1;\n\\i other.sql", "line 2, column 1")]
    [InlineData("select 1; select pg_advisory_unlock_all()", "line 1 of its SQL would give up the lock")]
    [InlineData("discard all", "line 1 of its SQL would give up the lock")]
    [InlineData("select 'open", "the string that begins here is not closed")]
    public async Task Sql_that_cannot_be_part_of_a_migration_is_refused_before_anything_runs(string sql, string text)
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration("20251231000000_A", ["create table chain.a (id int)"]),
            new ScriptedMigration(Name, [sql])
        );

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");

        Assert.Contains($"{Name} was not started", error);
        Assert.Contains(text, error);
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));
    }

    // supabase/cli#5062, supabase/cli#5020
    [Fact, Trait("Case", "A-MIG-23")]
    public async Task Statements_behind_functions_with_atomic_in_name_or_body_are_executed()
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration(
                Name,
                [
                    """
                    create function chain.fn_atomic() returns int language plpgsql as $body$ begin return 1; end; $body$;
                    create function chain.sum_atomic(a int, b int) returns int language sql
                    begin atomic
                        select 1; -- ; end
                        select case when a > 0 then a + b else b end;
                    end;
                    select 1;
                    grant execute on function chain.fn_atomic() to pg_monitor;
                    create table chain.done as select chain.sum_atomic(1, 2) as total
                    """,
                ]
            )
        );

        await run.SucceedAsync("migrate");

        Assert.Equal(3, await run.AskAsync<int>("select total from chain.done"));
        Assert.True(await run.AskAsync<bool>("select has_function_privilege('pg_monitor', 'chain.fn_atomic()', 'execute')"));
    }

    // superplanehq/superplane#5530, speakeasy-api/gram#2470
    [Fact, Trait("Case", "A-MIG-16")]
    public async Task A_migration_older_than_the_newest_applied_one_is_pending_and_applied()
    {
        var newer = new ScriptedMigration("20260427000002_Newer", ["create table chain.t2 (id int)"]);
        await using var run = await ScriptedRun.CreateAsync(newer);
        await run.SucceedAsync("migrate");
        run.Use(new ScriptedMigration("20260427000001_Older", ["create table chain.t1 (id int)"]), newer);

        Assert.Equal(["20260427000001_Older: pending", "20260427000002_Newer: success"], await run.StatesAsync());
        Assert.StartsWith("order: 20260427000001_Older is pending", Assert.Single(await run.FindingsAsync()));
        await run.SucceedAsync("migrate");

        Assert.True(await run.AskAsync<bool>("select to_regclass('chain.t1') is not null"));
        Assert.Equal(["20260427000001_Older: outOfOrder", "20260427000002_Newer: success"], await run.StatesAsync());
    }
}
