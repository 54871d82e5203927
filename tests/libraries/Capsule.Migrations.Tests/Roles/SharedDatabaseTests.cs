using System.Text.RegularExpressions;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations.Tests.Roles;

/// <summary>A service on a database that belongs to somebody else, as a role that owns only its schema.</summary>
public sealed partial class SharedDatabaseTests
{
    [Fact]
    public async Task TEMPORARY_that_the_migrating_role_cannot_revoke_is_refused_with_the_statement_that_does()
    {
        await using var run = await SampleRun.CreateAsync();
        var (connection, owner, administrator) = await OwnSchemaAsync(run);

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync(owner: connection));

        Assert.Equal(MigrationErrorKind.RoleRefused, error.Kind);
        Assert.Contains("may create temporary objects", error.Message);
        Assert.Contains($"the database's owner {SqlText.Identifier(administrator)} or a superuser run: ", error.Message);
        await run.AsOwnerAsync<object>($"set role {administrator}; {Statement().Match(error.Message).Groups[1].Value}");

        await run.MigrateAsync(owner: connection);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => run.AsApiAsync<object>("create temporary table x (id int)"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(0L, await run.AsApiAsync<long>("select count(*) from sample.accounts"));
        Assert.Equal(1, await SampleRun.ScalarAsync<int>(connection, "create temporary table x (id int) on commit drop; select 1"));
        await DropAsync(run, owner, administrator);
    }

    [Fact]
    public async Task TEMPORARY_through_another_role_is_refused_by_the_name_of_that_role()
    {
        await using var run = await SampleRun.CreateAsync();
        var (connection, owner, administrator) = await OwnSchemaAsync(run);
        var api = SqlText.Identifier(run.RoleName);
        await run.AsOwnerAsync<object>(
            $"""
            create role "group of {run.Name}";
            create role {api} login password {SqlText.Literal(SampleRun.Password)} in role "group of {run.Name}";
            grant {api} to {owner} with admin option;
            revoke temporary on database {run.Name} from public;
            grant temporary on database {run.Name} to "group of {run.Name}"
            """
        );

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync(owner: connection));

        Assert.Contains($"revoke temporary on database {SqlText.Identifier(run.Name)} from \"group of {run.Name}\";", error.Message);
        await run.AsOwnerAsync<object>($"drop owned by \"group of {run.Name}\"; drop role \"group of {run.Name}\"");
        await DropAsync(run, owner, administrator);
    }

    private static async Task<(string Connection, string Owner, string Administrator)> OwnSchemaAsync(SampleRun run)
    {
        var (owner, administrator) = ($"owner_{run.Name}", $"admin_{run.Name}");
        await run.AsOwnerAsync<object>(
            $"""
            create role {administrator}; alter database {run.Name} owner to {administrator};
            create role {owner} login createrole password 'o';
            grant create on database {run.Name} to {owner};
            create schema sample authorization {owner};
            create extension "uuid-ossp" schema public; create extension pgcrypto schema public; create extension citext schema public;
            """
        );
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString)
        {
            Username = owner,
            Password = "o",
            Pooling = false,
        };
        return (connection.ConnectionString, owner, administrator);
    }

    private static async Task DropAsync(SampleRun run, string owner, string administrator) =>
        await run.AsOwnerAsync<object>(
            $"""
            reassign owned by {owner}, {administrator} to current_user; drop owned by {owner}, {administrator}; drop role {owner}, {administrator}
            """
        );

    [GeneratedRegex("or a superuser run: (revoke .*); then run migrate again")]
    private static partial Regex Statement();
}
