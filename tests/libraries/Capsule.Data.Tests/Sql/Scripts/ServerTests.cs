using Capsule.Testing;
using Npgsql;

namespace Capsule.Data.Tests.Sql.Scripts;

/// <summary>The server takes each statement as one.</summary>
public sealed class ServerTests
{
    [Theory]
    [InlineData("create function f() returns int begin atomic select 1; select 2; end")]
    [InlineData("create procedure f() language sql begin atomic end")]
    [InlineData("create function f() returns int begin atomic select case when true then case 1 when 1 then 2 end end; end")]
    [InlineData("create function f() returns int begin atomic select 1 as end; select 2 end; end")]
    [InlineData("create function f() returns text begin atomic select E'a'\n'b\\';c'; end")]
    public async Task A_body_is_created_as_one_statement(string sql)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        foreach (var statement in SqlScript.Split($"create table t (a int); {sql}; drop table t"))
        {
            await using var command = statement.CreateCommand(connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from pg_proc where proname = 'f'"));
    }

    [Theory]
    [InlineData("vacuum pg_class")]
    [InlineData("create index concurrently i on t (a)")]
    [InlineData("do $$ begin execute 'create view v as select 1'; end $$")]
    [InlineData("create table s as select a, a::text as b from t where a between 1 and 10")]
    [InlineData("prepare plan as select $1::int")]
    [InlineData("create rule r as on delete to t do instead (insert into t values (1); update t set a = 2)")]
    [InlineData("explain analyze select * from t")]
    [InlineData("with deleted as (delete from t returning a) insert into t select a + 1 from deleted")]
    [InlineData("analyze t")]
    public async Task A_command_runs_statements_of_every_kind(string sql)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("create table t (a int)");
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = Assert.Single(SqlScript.Split(sql)).CreateCommand(connection);

        var failure = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Null(failure);
    }
}
