using Capsule.Data;
using Capsule.Sample.Migrations;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Migrations.Tests.Roles;

public sealed class ApiRoleTests
{
    [Fact]
    public async Task It_reads_and_writes_rows_of_its_schema()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        await using var context = run.ApiContext();
        var account = new Account
        {
            Email = "Ann@Example.com",
            Orders =
            {
                new Order { AmountMinor = 1, Currency = "EUR" },
            },
        };

        context.Add(account);
        await context.SaveChangesAsync();
        account.Orders[0].AmountMinor = 2;
        account.Orders.Add(new Order { AmountMinor = 3, Currency = "EUR" });
        await context.SaveChangesAsync();

        Assert.Equal(2, await context.Orders.CountAsync(order => order.AccountId == account.Id));
        Assert.True(await context.Accounts.AnyAsync(row => row.Email == "ann@example.COM"));
        context.Remove(account);
        await context.SaveChangesAsync();
        Assert.Equal(0L, await run.AsApiAsync<long>("select count(*) from sample.orders"));
    }

    [Fact]
    public async Task It_reads_the_history_of_migrations()
    {
        await using var run = await MigratedAsync();
        await using var source = NpgsqlDataSource.Create(run.ApiConnectionString());

        var status = await new Data.DatabaseStatusReader(source, "sample", ["20261121105530_Initial", "29990101000000_Later"]).ReadAsync();

        Assert.Equal(["29990101000000_Later"], status.Pending);
        Assert.Equal([.. SampleRun.LibrarySteps, "20261121105545_AddReadings"], status.Ahead);
    }

    [Fact]
    public async Task Tables_and_sequences_of_later_migrations_are_its_too()
    {
        await using var run = await MigratedAsync();

        await run.AsOwnerAsync<object>("create table sample.later (id serial primary key)");

        Assert.Equal(1, await run.AsApiAsync<int>("insert into sample.later default values returning id"));
    }

    [Fact]
    public async Task Only_it_may_call_the_functions_of_its_schema()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>(
            """
            create schema sample;
            create function sample.create_ahead() returns int language sql security definer set search_path = pg_catalog, pg_temp as 'select 42'
            """
        );

        await run.MigrateAsync();

        Assert.Equal(42, await run.AsApiAsync<int>("select sample.create_ahead()"));
        Assert.False(
            await run.AsOwnerAsync<bool>(
                """
                select exists (select from pg_proc p, aclexplode(p.proacl) a where p.pronamespace = 'sample'::regnamespace and a.grantee = 0)
                """
            )
        );
    }

    [Fact]
    public async Task Its_password_is_changed_when_another_is_given()
    {
        await using var run = await MigratedAsync();

        await run.MigrateAsync("new");

        Assert.Equal(1, await SampleRun.ScalarAsync<int>(run.ApiConnectionString("new"), "select 1"));
        var error = await Assert.ThrowsAsync<PostgresException>(() => SampleRun.ScalarAsync<int>(run.ApiConnectionString(), "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(SampleRun.Password)]
    public async Task Its_password_stays_when_none_or_the_same_is_given(string? password)
    {
        await using var run = await MigratedAsync();
        var stored = await StoredAsync(run);

        await run.MigrateAsync(password);

        Assert.Equal(stored, await StoredAsync(run));
    }

    [Fact]
    public async Task Without_a_password_it_must_exist()
    {
        await using var run = await SampleRun.CreateAsync();

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync(password: null));

        Assert.Equal(MigrationErrorKind.RoleRefused, error.Kind);
        Assert.Contains("API_ROLE_PASSWORD", error.Message);
        Assert.False(await run.AsOwnerAsync<bool>("select to_regclass('sample.accounts') is not null"));
    }

    [Theory]
    [InlineData("superuser", "is a superuser")]
    [InlineData("createrole", "may create roles")]
    [InlineData("createdb", "may create databases")]
    [InlineData("bypassrls", "bypasses row security")]
    [InlineData("replication", "may replicate")]
    public async Task A_role_that_may_more_is_refused(string attribute, string why)
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>($"create role {SqlText.Identifier(run.RoleName)} login {attribute}");

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync());

        Assert.Equal(MigrationErrorKind.RoleRefused, error.Kind);
        Assert.Contains(why, error.Message);
    }

    [Fact]
    public async Task An_owner_that_is_no_superuser_is_enough()
    {
        await using var run = await SampleRun.CreateAsync();
        var owner = $"owner_{Guid.NewGuid():n}";
        await run.AsOwnerAsync<object>($"create role {owner} login createrole password 'o'; alter database {run.Name} owner to {owner}");
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString)
        {
            Username = owner,
            Password = "o",
            Pooling = false,
        }.ConnectionString;

        await run.MigrateAsync(owner: connection);
        await run.MigrateAsync("other", owner: connection);

        Assert.Equal(0L, await SampleRun.ScalarAsync<long>(run.ApiConnectionString("other"), "select count(*) from sample.accounts"));
        await run.AsOwnerAsync<object>($"reassign owned by {owner} to current_user; drop owned by {owner}; drop role {owner}");
    }

    [Fact]
    public async Task An_owner_that_may_not_make_roles_says_what_to_do()
    {
        await using var run = await SampleRun.CreateAsync();
        var owner = $"owner_{Guid.NewGuid():n}";
        await run.AsOwnerAsync<object>($"create role {owner} login password 'o'; alter database {run.Name} owner to {owner}");
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString)
        {
            Username = owner,
            Password = "o",
            Pooling = false,
        }.ConnectionString;

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync(owner: connection));

        Assert.Equal(MigrationErrorKind.RoleRefused, error.Kind);
        Assert.Contains("CREATEROLE", error.Message);
        await run.AsOwnerAsync<object>($"reassign owned by {owner} to current_user; drop role {owner}");
    }

    [Fact]
    public async Task Many_databases_may_make_the_same_role_at_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SampleRun.CreateAsync()));
        try
        {
            var options = runs[0].Options();

            await Task.WhenAll(
                runs.Select(run =>
                    MigrationBundle.MigrateAsync<SampleDbContext>(
                        run.ConnectionString,
                        options with
                        {
                            Progress = _ => { },
                        },
                        typeof(SampleDbContext).Assembly
                    )
                )
            );

            Assert.Equal(0L, await runs[0].AsApiAsync<long>("select count(*) from sample.accounts"));
        }
        finally
        {
            foreach (var run in runs.Reverse())
            {
                await run.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task No_password_reaches_the_server_in_a_statement()
    {
        await using var run = await SampleRun.CreateAsync();
        const string Secret = "unmistakable-secret-4711";

        await run.MigrateAsync(Secret);

        Assert.StartsWith("SCRAM-SHA-256$", await StoredAsync(run));
        Assert.Equal(1, await SampleRun.ScalarAsync<int>(run.ApiConnectionString(Secret), "select 1"));
        await run.AsOwnerAsync<object>("create extension if not exists pg_stat_statements");
        Assert.Equal(
            0L,
            await run.AsOwnerAsync<long>(
                $"select count(*) from pg_stat_statements where query like '%role%' and query like '%{Secret[..12]}%' and query not like '%pg_stat_statements%'"
            )
        );
    }

    private static async Task<SampleRun> MigratedAsync()
    {
        var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>("create schema other; create table other.secrets (secret text)");
        return run;
    }

    private static Task<string?> StoredAsync(SampleRun run) =>
        run.AsOwnerAsync<string>($"select rolpassword from pg_authid where rolname = {SqlText.Literal(run.RoleName)}");
}
