using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Roles;

public sealed class TemporaryObjectTests
{
    private const string Body = "begin return 'pg_catalog.pg_class'::regclass is not null; end";

    [Theory]
    [InlineData("security definer set search_path = pg_catalog", Body, true)]
    [InlineData("security definer set search_path = pg_catalog, pg_temp", Body, false)]
    [InlineData("security definer set search_path = pg_catalog, pg_temp", "begin return sample.inner_function(); end", true)]
    [InlineData("security definer set search_path = pg_catalog", "begin return exists (select from pg_class); end", true)]
    [InlineData("security definer set search_path = pg_catalog, pg_temp", "begin return exists (select from pg_class); end", false)]
    public async Task The_attack_succeeds_where_the_search_path_lacks_pg_temp(string attributes, string body, bool succeeds)
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>(
            $"""
            create schema sample;
            create function sample.inner_function() returns boolean language plpgsql set search_path = pg_catalog as $$ {Body} $$;
            create function sample.outer_function() returns boolean language plpgsql {attributes} as $$ {body} $$
            """
        );
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>($"grant temporary on database {run.Name} to {Data.SqlText.Identifier(run.RoleName)}");
        await using var owner = NpgsqlDataSource.Create(run.ConnectionString + ";Pooling=false");

        var attack = await TemporaryObjectAttack.RunAsync(run.ApiConnectionString(), await FunctionPrivileges.DefinerCallsAsync(owner));
        var unsafeFunctions = await FunctionPrivileges.WithUnsafeSearchPathAsync(owner);

        Assert.Empty(attack.Errors);
        Assert.Equal(succeeds, attack.Roles.Count > 0);
        Assert.Contains("sample.inner_function()", unsafeFunctions);
        Assert.Equal(!attributes.EndsWith("pg_temp", StringComparison.Ordinal), unsafeFunctions.Contains("sample.outer_function()"));
    }
}
