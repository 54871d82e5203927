namespace Capsule.Data.Tests.Sql.Scripts;

/// <summary>Functions and procedures whose body is SQL: begin atomic … end.</summary>
public sealed class RoutineBodyTests
{
    [Theory]
    [InlineData("create function f() returns int begin atomic select 1; select 2; end")]
    [InlineData("CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END")]
    [InlineData("create procedure p() language sql begin /* ; */ atomic end")]
    [InlineData("create function f(a int) returns int begin atomic select case a when 1 then case when true then 2 end end; select 3; end")]
    [InlineData("create function f() returns int begin atomic select (select case when true then 1 end); end")]
    [InlineData("create function atomic() returns int begin atomic select 1; end")]
    [InlineData("create function f() returns int begin atomic select 'end;'; select $$ ; end; $$; end")]
    // psql takes these two for the end of the body; the server does not.
    [InlineData("create function f() returns int begin atomic select 1 as end; select t.end from t; select 1 case; end")]
    [InlineData("create function f() returns int begin atomic select 1 end; select 2; end")]
    public void A_body_stays_whole(string sql)
    {
        var statements = SqlScript.Split($"select 'before'; {sql}; select 'after'");

        Assert.Equal(["select 'before'", sql, "select 'after'"], statements.Select(statement => statement.Text));
    }

    [Theory]
    [InlineData("create function f() returns int language sql as $$ select 1 $$")]
    [InlineData("create function begin() returns int language sql as $$ select 1 $$")]
    [InlineData("create function f(begin int, atomic int) returns int language sql as 'select 1'")]
    [InlineData("create function f(begin atomic) returns int language sql as 'select 1'")]
    [InlineData("create view begin as select atomic from t")]
    [InlineData("comment on function f() is 'begin atomic'")]
    [InlineData("begin")]
    public void Other_uses_of_the_words_begin_no_body(string sql)
    {
        var statements = SqlScript.Split($"{sql}; select 'after'");

        Assert.Equal([sql, "select 'after'"], statements.Select(statement => statement.Text));
    }
}
