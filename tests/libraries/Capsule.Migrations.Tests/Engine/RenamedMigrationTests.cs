using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Applied migrations that have another name, and migrations that share a version.</summary>
public sealed class RenamedMigrationTests
{
    private static readonly ScriptedSql[] Balances = ["create table chain.balances as select 1 as amount"];
    private static readonly ScriptedSql[] Doubling = ["update chain.balances set amount = amount * 100"];

    private static readonly ScriptedMigration Create = new("20260101000000_Create", Balances);
    private static readonly ScriptedMigration Double = new("20260102000000_Double", Doubling);
    private static readonly ScriptedMigration Renamed = new("20260102000000_InCents", Doubling);

    // flyway/flyway#1351
    [Fact, Trait("Case", "A-MIG-14")]
    public async Task Repair_renames_an_applied_migration_in_the_history_and_runs_nothing()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Double);
        await run.SucceedAsync("migrate");
        run.Use(Create, Renamed);

        var finding = Assert.Single(await run.FindingsAsync());
        Assert.Contains("20260102000000_InCents was applied as 20260102000000_Double", finding);
        Assert.Contains("is the new name of 20260102000000_Double", await run.SucceedAsync("repair", "--dry-run"));
        Assert.Contains("1 repaired", await run.SucceedAsync("repair"));

        Assert.Empty(await run.FindingsAsync());
        await run.SucceedAsync("migrate");
        Assert.Equal(100, await run.AskAsync<int>("select amount from chain.balances"));
        Assert.Equal(["20260101000000_Create: success", "20260102000000_InCents: success"], await run.StatesAsync());
        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.schema_history"));
    }

    [Fact]
    public async Task Migrate_notes_a_new_name_by_itself_when_version_and_content_are_the_same()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Double);
        await run.SucceedAsync("migrate");
        run.Use(Create, Renamed);

        Assert.Contains("0 migrations would run", await run.SucceedAsync("migrate", "--dry-run"));
        Assert.Contains("20260102000000_Double is called 20260102000000_InCents now", await run.SucceedAsync("migrate"));

        Assert.Equal(100, await run.AskAsync<int>("select amount from chain.balances"));
        Assert.Equal(["20260101000000_Create: success", "20260102000000_InCents: success"], await run.StatesAsync());
    }

    [Theory]
    [InlineData("20260102000000_Other")]
    [InlineData("20260102000000_A")]
    public async Task Migrate_and_repair_leave_a_migration_alone_whose_version_is_applied_with_other_content(string id)
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Double);
        await run.SucceedAsync("migrate");
        run.Use(Create, new ScriptedMigration(id, ["create table chain.other (id int)"]));

        var refusal = await run.FailAsync(BundleExitCode.Findings, "migrate");

        Assert.Contains($"{id} has the same version as 20260102000000_Double", refusal);
        Assert.Contains(await run.FindingsAsync(), finding => finding.StartsWith("version:", StringComparison.Ordinal));
        Assert.Contains($"stays, because {id} has its version", await run.SucceedAsync("repair"));
        await run.FailAsync(BundleExitCode.Findings, "migrate");
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.other') is not null"));
    }

    [Fact]
    public async Task Migrate_refuses_a_copy_with_another_version_until_repair_renames_it()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Double);
        await run.SucceedAsync("migrate");
        run.Use(Create, new ScriptedMigration("20260103000000_Double", Doubling));

        Assert.Contains("is applied as 20260102000000_Double. Run repair", await run.FailAsync(BundleExitCode.Findings, "migrate"));
        await run.SucceedAsync("repair");
        await run.SucceedAsync("migrate");

        Assert.Equal(100, await run.AskAsync<int>("select amount from chain.balances"));
        Assert.Equal(["20260101000000_Create: success", "20260103000000_Double: success"], await run.StatesAsync());
    }

    [Fact]
    public async Task A_half_applied_migration_that_is_renamed_continues_where_it_stopped()
    {
        ScriptedSql[] steps =
        [
            Doubling[0],
            ScriptedMigration.Outside("create index concurrently ix_balances on chain.balances (amount)"),
            "select 1 / count(*) from chain.gate",
        ];
        await using var run = await ScriptedRun.CreateAsync(Create, new ScriptedMigration("20260102000000_Double", steps));
        await run.ExecuteAsync("create schema chain; create table chain.gate (id int)");
        await run.FailAsync(BundleExitCode.MigrationFailed, "migrate");
        await run.ExecuteAsync("insert into chain.gate values (1)");

        run.Use(Create, new ScriptedMigration("20260102000000_InCents", steps));
        await run.SucceedAsync("migrate");

        Assert.Equal(100, await run.AskAsync<int>("select amount from chain.balances"));
    }

    // openlinker-project/openlinker#2441
    [Fact, Trait("Case", "A-MIG-17")]
    public async Task Migrate_refuses_two_migrations_of_one_version_and_names_both()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Double, new ScriptedMigration("20260102000000_Other", ["select 1"]));

        var refusal = await run.FailAsync(BundleExitCode.Findings, "migrate");

        Assert.Contains("20260102000000_Double has the same version as 20260102000000_Other", refusal);
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.balances') is not null"));
    }

    [Fact]
    public async Task Repair_of_one_migration_leaves_the_checksum_of_another_with_its_version_alone()
    {
        await using var run = await ScriptedRun.CreateAsync(Create, Double);
        await run.SucceedAsync("migrate");
        await run.ExecuteAsync(
            """
            insert into chain.schema_history (rank, version, description, type, checksum, success)
            select 3, version, 'Other', type, repeat('a', 64), true from chain.schema_history where rank = 2;
            insert into chain.__ef_migrations_history values ('20260102000000_Other', '10.0.0')
            """
        );
        run.Use(Create, Double with { Up = ["select 1"] }, new ScriptedMigration("20260102000000_Other", ["select 2"]));

        await run.SucceedAsync("repair");

        Assert.Empty(await run.FindingsAsync());
        Assert.Equal(
            3L,
            await run.AskAsync<long>("select count(distinct checksum) from chain.schema_history where checksum <> repeat('a', 64)")
        );
    }
}
