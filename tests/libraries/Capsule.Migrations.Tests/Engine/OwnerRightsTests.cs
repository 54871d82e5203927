using Capsule.Data;
using Capsule.Migrations.Tests.Scripted;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Owners with few rights: what exists needs none, and what is missing is named before anything is changed.</summary>
public sealed class OwnerRightsTests
{
    private static readonly ScriptedMigration A = new("20260101000000_A", ["create table chain.a (id int)"]);
    private static readonly ScriptedMigration B = new(
        "20260102000000_B",
        ["create extension if not exists citext; create table chain.b (id int)"]
    );

    // npgsql/efcore.pg#1770, npgsql/efcore.pg#1551, npgsql/efcore.pg#3496
    [Fact, Trait("Case", "A-MIG-10")]
    public async Task An_owner_of_the_schema_alone_migrates_without_the_right_to_create_schemas()
    {
        await using var run = await ScriptedRun.CreateAsync(A);
        await using var role = await LimitedRole.CreateAsync(run, "create schema chain authorization {0}; create extension citext");

        await run.SucceedAsync("migrate");
        await run.SucceedAsync("migrate");
        run.Use(A, B);
        await run.SucceedAsync("migrate");

        Assert.Equal(["20260101000000_A: success", "20260102000000_B: success"], await run.StatesAsync());
    }

    [Fact]
    public async Task A_missing_right_to_create_the_schema_is_named_with_the_way_out()
    {
        await using var run = await ScriptedRun.CreateAsync(A);
        await using var role = await LimitedRole.CreateAsync(run, "select");

        var error = await run.FailAsync(BundleExitCode.Configuration, "migrate");

        Assert.Contains($"the role {role.Name} lacks the privilege CREATE on the database {run.Name}", error);
        Assert.Contains($"create schema \"chain\" authorization \"{role.Name}\";", error);
    }

    [Fact]
    public async Task A_missing_right_to_create_tables_is_named_with_the_way_out()
    {
        await using var run = await ScriptedRun.CreateAsync(A);
        await using var role = await LimitedRole.CreateAsync(run, "create schema chain; grant usage on schema chain to {0}");

        var error = await run.FailAsync(BundleExitCode.Configuration, "migrate");

        Assert.Contains($"grant create, usage on schema \"chain\" to \"{role.Name}\";", error);
    }

    [Fact]
    public async Task An_extension_that_the_owner_may_not_create_is_named_before_anything_is_applied()
    {
        await using var run = await ScriptedRun.CreateAsync(A, B);
        await using var role = await LimitedRole.CreateAsync(run, "create schema chain authorization {0}");

        var error = await run.FailAsync(BundleExitCode.Configuration, "migrate");

        Assert.Contains($"20260102000000_B needs the extension citext: the role {role.Name} may not create it", error);
        Assert.Contains("create extension \"citext\";", error);
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));
    }

    [Fact]
    public async Task An_extension_that_the_server_does_not_have_is_named()
    {
        await using var run = await ScriptedRun.CreateAsync(A, new ScriptedMigration("20260102000000_B", ["create extension \"no such\""]));

        Assert.Contains(
            "needs the extension no such: the server does not have it",
            await run.FailAsync(BundleExitCode.Configuration, "migrate")
        );
    }

    /// <summary>A role without any right on the test's database, with which the bundle connects.</summary>
    private sealed class LimitedRole(ScriptedRun run, string name) : IAsyncDisposable
    {
        public string Name => name;

        public static async Task<LimitedRole> CreateAsync(ScriptedRun run, string setup)
        {
            var name = $"limited_{run.Name}";
            await run.ExecuteAsync(
                $"""
                create role {name} login createrole password 'secret';
                revoke temporary on database {SqlText.Identifier(run.Name)} from public
                """
            );
            await run.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, setup, name));
            run.ConnectionString = new NpgsqlConnectionStringBuilder(run.ConnectionString)
            {
                Username = name,
                Password = "secret",
            }.ConnectionString;
            return new LimitedRole(run, name);
        }

        public async ValueTask DisposeAsync() => await run.ExecuteAsync($"drop owned by {name} cascade; drop role {name}");
    }
}
