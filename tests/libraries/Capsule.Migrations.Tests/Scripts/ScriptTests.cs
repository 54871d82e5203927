using Capsule.Migrations.Tests.Chains;
using Capsule.Testing;

namespace Capsule.Migrations.Tests.Scripts;

public sealed class ScriptTests
{
    private const string MakesAtomic = """
        select chain.fn_atomic() = 1 and chain.both() = 2 and has_table_privilege('pg_monitor', 'chain.a', 'select')
        """;

    // supabase/cli#5062, supabase/cli#5020: "atomic" in a name was taken for BEGIN ATOMIC, and the statements after it were glued together.
    [Fact]
    [Trait("Case", "A-MIG-23")]
    public async Task Atomic_in_the_name_of_a_function_ends_no_statement()
    {
        await using var run = await ChainRun.CreateAsync();

        await run.SucceedAsync<ScriptedContext>("migrate");

        Assert.True(await run.AskAsync<bool>(MakesAtomic));
    }

    [Theory]
    [InlineData]
    [InlineData("--idempotent")]
    public async Task A_script_makes_what_migrate_makes(params string[] options)
    {
        await using var run = await ChainRun.CreateAsync();

        await Psql.RunAsync(run.ConnectionString, await run.SucceedAsync<ScriptedContext>(["script", .. options]));

        Assert.True(await run.AskAsync<bool>(MakesAtomic));
        Assert.Equal(["A: success", "Atomic: success", "Index: success"], await run.StatesAsync<ScriptedContext>());
        await run.SucceedAsync<ScriptedContext>("drift");
    }

    [Fact]
    public async Task An_idempotent_script_skips_what_the_database_has_and_undoes_nothing()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<ScriptedContext>("migrate", "--target", "Atomic");
        await run.AskAsync<object>("insert into chain.a values (1)");
        var script = await run.SucceedAsync<ScriptedContext>("script", "--idempotent");

        await Psql.RunAsync(run.ConnectionString, script);
        await Psql.RunAsync(run.ConnectionString, script);

        Assert.Equal(1, await run.AskAsync<int>("select id from chain.a"));
        await run.SucceedAsync<ScriptedContext>("drift");
    }

    [Fact]
    public async Task A_script_stops_at_an_invalid_index_until_it_is_dropped()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<ScriptedContext>("migrate", "--target", "Atomic");
        await run.AskAsync<object>("insert into chain.a values (1), (3)");
        var script = await run.SucceedAsync<ScriptedContext>("script", "--idempotent");

        var first = await Assert.ThrowsAsync<InvalidOperationException>(() => Psql.RunAsync(run.ConnectionString, script));
        var second = await Assert.ThrowsAsync<InvalidOperationException>(() => Psql.RunAsync(run.ConnectionString, script));
        await run.AskAsync<object>("delete from chain.a where id = 3");
        await run.AskAsync<object>("drop index chain.ix_a");
        await Psql.RunAsync(run.ConnectionString, script);

        Assert.Contains("could not create unique index", first.Message);
        Assert.Contains("The index chain.ix_a is invalid: drop it and run the script again.", second.Message);
        await run.SucceedAsync<ScriptedContext>("drift");
    }

    [Fact]
    public async Task A_migration_that_is_committed_in_parts_is_refused_with_the_ways_out()
    {
        await using var run = await ChainRun.CreateAsync();

        var (code, _, error) = await run.InvokeAsync<StepwiseContext>("script", "--idempotent");

        Assert.Equal(BundleExitCode.Usage, code);
        Assert.Contains("20260105000000_Steps is committed in 3 parts", error);
        Assert.Contains("run migrate, which does, leave out --idempotent", error);
    }

    [Fact]
    public async Task A_script_refuses_a_database_with_a_migration_that_is_half_done()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.InvokeAsync<StepwiseContext>("migrate");
        var script = await run.SucceedAsync<ScriptedContext>("script", "--idempotent");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Psql.RunAsync(run.ConnectionString, script));

        Assert.Contains("20260105000000_Steps is half done: run migrate", error.Message);
        Assert.False(await run.AskAsync<bool>("select to_regprocedure('chain.fn_atomic()') is not null"));
    }

    [Fact]
    public async Task A_role_that_may_not_create_roles_gets_a_warning_and_the_schema()
    {
        await using var run = await ChainRun.CreateAsync();
        var owner = $"owner_{run.Name}";
        await run.AskAsync<object>($"create role {owner} login password 'o'; alter database {run.Name} owner to {owner}");
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(run.ConnectionString) { Username = owner, Password = "o" };

        await Psql.RunAsync(connection.ConnectionString, await run.SucceedAsync<FirstContext>("script"));

        Assert.Equal(["A: success"], await run.StatesAsync<FirstContext>());
        Assert.False(await run.AskAsync<bool>($"select exists (select from pg_roles where rolname = '{run.Role}')"));
        await run.AskAsync<object>($"reassign owned by {owner} to current_user; drop role {owner}");
    }
}
