using Npgsql;

namespace Capsule.Migrations.Tests.Roles;

public sealed class LeastPrivilegeTests(LeastPrivilegeTests.Sample sample) : IClassFixture<LeastPrivilegeTests.Sample>
{
    [Theory]
    [InlineData("create table sample.x (id int)")]
    [InlineData("create table public.x (id int)")]
    [InlineData("create temporary table x (id int)")]
    [InlineData("create schema x")]
    [InlineData("create view sample.x as select 1")]
    [InlineData("create function sample.x() returns int language sql as 'select 1'")]
    [InlineData("create extension hstore")]
    [InlineData("create role x")]
    [InlineData("create database x")]
    [InlineData("alter table sample.accounts add x int")]
    [InlineData("alter table sample.accounts disable trigger all")]
    [InlineData("create index on sample.accounts (created_at)")]
    [InlineData("drop table sample.accounts")]
    [InlineData("drop schema sample cascade")]
    [InlineData("truncate sample.orders")]
    [InlineData("truncate sample.accounts cascade")]
    [InlineData("insert into sample.__ef_migrations_history values ('x', 'x')")]
    [InlineData("delete from sample.__ef_migrations_history")]
    [InlineData("update sample.__ef_migrations_history set product_version = 'x'")]
    [InlineData("select * from other.secrets")]
    [InlineData("select * from pg_authid")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("copy sample.accounts to program 'cat'")]
    [InlineData("grant select on sample.accounts to public with grant option")]
    [InlineData("set role capsule_test")]
    public async Task The_API_may_not(string sql)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => sample.Run.AsApiAsync<object>(sql));

        Assert.True(
            error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidGrantOperation,
            $"{error.SqlState}: {error.MessageText}"
        );
    }

    public sealed class Sample : IAsyncLifetime
    {
        internal SampleRun Run { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Run = await SampleRun.CreateAsync();
            await Run.MigrateAsync();
            await Run.AsOwnerAsync<object>("create schema other; create table other.secrets (secret text)");
        }

        public ValueTask DisposeAsync() => Run.DisposeAsync();
    }
}
