using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Indexes that are built outside a transaction: an invalid one is never recorded as success.</summary>
public sealed class ConcurrentIndexTests
{
    private static readonly ScriptedMigration Create = new(
        "20260101000000_Create",
        ["create table chain.a (id int); insert into chain.a values (1), (1)"]
    );

    private static ScriptedMigration Index(params string[] statements) =>
        new("20260102000000_Index", [.. statements.Select(ScriptedMigration.Outside)]);

    [Theory]
    [InlineData("create unique index concurrently if not exists ix_a on chain.a (id)")]
    [InlineData("-- builds it\n/* in peace */ create unique index concurrently if not exists \"ix_a\" on only chain.a (id)")]
    [InlineData("set maintenance_work_mem = '1MB'; create unique index concurrently if not exists ix_a on chain.a (id)")]
    public async Task An_invalid_index_that_a_failed_build_left_is_built_again(string sql)
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Index(sql));
        Assert.Contains("could not create unique index", await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from pg_index where not indisvalid"));

        await run.SucceedAsync("repair");
        await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");
        await run.ExecuteAsync("delete from chain.a where ctid = (select max(ctid) from chain.a)");
        await run.SucceedAsync("migrate");

        Assert.True(await run.AskAsync<bool>("select indisvalid from pg_index where indexrelid = 'chain.ix_a'::regclass"));
        Assert.Equal(0L, await run.AskAsync<long>("select count(*) from pg_index where not indisvalid"));
    }

    [Fact]
    public async Task A_valid_index_of_the_name_that_somebody_else_made_is_not_taken_for_the_migrations_own()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Index("create index concurrently ix_a on chain.a (id)"));
        await run.SucceedAsync("migrate", "--target", "Create");
        await run.ExecuteAsync("create index ix_a on chain.a ((id + 1))");

        Assert.Contains("already exists", await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
        Assert.Contains("already exists", await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
    }

    [Fact]
    public async Task If_not_exists_does_not_hide_that_the_name_belongs_to_another_table()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Index("create index concurrently if not exists ix_a on chain.a (id)"));
        await run.SucceedAsync("migrate", "--target", "Create");
        await run.ExecuteAsync("create table chain.b (id int); create index ix_a on chain.b (id)");

        Assert.Contains("the table chain.a has no valid index ix_a", await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
    }

    [Fact]
    public async Task An_index_without_a_name_is_refused()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Index("create index concurrently on chain.a (id)"));

        Assert.Contains("needs a name for the index", await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
    }

    [Fact]
    public async Task A_reindex_that_leaves_an_invalid_index_is_not_a_success()
    {
        await using var run = await ScriptedRun.CreateAsync(
            Create,
            new ScriptedMigration("20260102000000_Mark", ["create index ix_a on chain.a (id)"]),
            new ScriptedMigration(
                "20260103000000_Reindex",
                [
                    ScriptedMigration.Outside(
                        "do $$ begin update pg_index set indisvalid = false where indexrelid = 'chain.ix_a'::regclass; end $$"
                    ),
                ]
            )
        );

        Assert.Contains("the index chain.ix_a is invalid", await run.FailAsync(BundleExitCode.MigrationFailed, "migrate"));
    }

    // flyway/flyway#1654, ThomWright/postgres-migrations#36
    [Fact, Trait("Case", "A-MIG-01")]
    public async Task Three_migrators_at_once_build_a_concurrent_index_once_without_a_deadlock()
    {
        await using var run = await ScriptedRun.CreateAsync(
            new ScriptedMigration("20260101000000_Create", ["create table chain.a as select n as id from generate_series(1, 500000) n"])
        );
        await run.SucceedAsync("migrate");
        run.Use(
            new ScriptedMigration("20260101000000_Create", ["create table chain.a as select n as id from generate_series(1, 500000) n"]),
            Index("create index concurrently ix_a on chain.a (id)")
        );

        var first = run.SucceedAsync("migrate", "--json");
        await Task.WhenAny(first, Task.Delay(200));
        var second = run.SucceedAsync("migrate", "--json");
        var all = await Task.WhenAll(first, second, run.SucceedAsync("migrate", "--json"));

        Assert.Equal(2, all.Count(output => output.Contains("\"applied\": []", StringComparison.Ordinal)));
        Assert.DoesNotContain(all, output => output.Contains("deadlock", StringComparison.Ordinal));
        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from chain.schema_history where version = '20260102000000'"));
        Assert.True(await run.AskAsync<bool>("select indisvalid from pg_index where indexrelid = 'chain.ix_a'::regclass"));
    }
}
