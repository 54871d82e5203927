using Capsule.Contracts.Catalogue;
using Capsule.Data;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Cli.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Services => [.. ServiceCatalogue.Names];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_idempotent_script_runs_in_psql_on_an_empty_and_on_a_current_database(string service)
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        var script = await ScriptAsync(bundles, databases, service, "--idempotent");

        await Psql.RunAsync(databases[service].ConnectionString, script);
        await Psql.RunAsync(databases[service].ConnectionString, script);

        await AssertCurrentAsync(bundles, databases, service);
        await SucceedAsync(bundles, databases, "db", "migrate", service);
        await Psql.RunAsync(databases[service].ConnectionString, script);
        await AssertCurrentAsync(bundles, databases, service);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_idempotent_script_completes_a_half_migrated_database(string service)
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        await SucceedAsync(bundles, databases, "db", "migrate", service, "--target", "Capsule.Messaging/001");

        await Psql.RunAsync(databases[service].ConnectionString, await ScriptAsync(bundles, databases, service, "--idempotent"));

        await AssertCurrentAsync(bundles, databases, service);
    }

    // amacneil/dbmate#656, amacneil/dbmate#735: a tool's own dump could not be loaded.
    [Theory]
    [MemberData(nameof(Services))]
    [Trait("Case", "A-MIG-31")]
    public async Task The_full_script_is_loaded_by_psql_and_by_the_product(string service)
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        await using var second = await ServiceDatabases.CreateAsync();
        var script = await ScriptAsync(bundles, databases, service);

        await Psql.RunAsync(databases[service].ConnectionString, script);
        await ExecuteAsync(second[service].ConnectionString, script);

        await AssertCurrentAsync(bundles, databases, service);
        await AssertCurrentAsync(bundles, second, service);
    }

    private static async Task ExecuteAsync(string connectionString, string script)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in SqlScript.Split(script))
        {
            await using var command = new NpgsqlCommand(statement.Text, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    // A script leaves nothing pending, and drift compares everything that it made, with the rights of the API's role.
    private static async Task AssertCurrentAsync(BundleFolder bundles, ServiceDatabases databases, string service)
    {
        var info = await SucceedAsync(bundles, databases, "db", "info", service, "--json");
        Assert.All(
            info.Service(service).GetProperty("result").GetProperty("migrations").EnumerateArray(),
            migration => Assert.Equal("success", migration.GetProperty("state").GetString())
        );
        await SucceedAsync(bundles, databases, "db", "validate", service);
        await SucceedAsync(bundles, databases, "db", "drift", service);
        Assert.True(
            await databases[service]
                .ScalarAsync<bool>(
                    $"select value #>> '{{}}' = (select max(migration_id) from {service}.__ef_migrations_history where migration_id ~ '^\\d') from {service}.service_settings where key = 'schema.version'"
                )
        );
    }

    private static async Task<string> ScriptAsync(BundleFolder bundles, ServiceDatabases databases, string service, params string[] options)
    {
        var run = await SucceedAsync(bundles, databases, ["db", "script", service, "--json", .. options]);
        return run.Service(service).GetProperty("result").GetProperty("sql").GetString()!;
    }

    private static async Task<CapsuleRun> SucceedAsync(BundleFolder bundles, ServiceDatabases databases, params string[] arguments)
    {
        var run = await bundles.RunAsync(databases.Variables, arguments);
        Assert.True(run.Code == 0, $"{string.Join(' ', arguments)} ends with {run.Code}: {run.Error}{run.Output}");
        return run;
    }
}
