namespace Capsule.Data.Tests.Sql.Scripts;

public sealed class ScriptStatementTests
{
    [Theory]
    [InlineData(
        "CREATE /* now */ Unique -- here\n index CONCURRENTLY if not exists ix on t (a)",
        "create unique index concurrently if not exists ix"
    )]
    [InlineData("/* comment */ create index concurrently \"Ix\" on t (a)", "create index concurrently")]
    [InlineData("(select 1)", "")]
    [InlineData("drop table t", "drop table t")]
    [InlineData("drop table TÄ", "drop table tÄ")]
    [InlineData("commit", "commit")]
    public void The_first_words_are_in_lower_case_and_without_comments(string sql, string words)
    {
        var statement = Assert.Single(SqlScript.Split(sql));

        Assert.Equal(words, string.Join(' ', statement.FirstWords));
    }

    [Fact]
    public void It_starts_with_words_whatever_stands_between_them()
    {
        var statement = Assert.Single(SqlScript.Split("-- slow\ncreate/**/INDEX\n\tconcurrently ix on t (a)"));

        Assert.True(statement.StartsWith("create", "index", "concurrently"));
        Assert.False(statement.StartsWith("create", "index", "concurrent"));
        Assert.False(statement.StartsWith("create", "index", "concurrently", "ix", "on", "t", "a"));
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("/* now */ BEGIN isolation level serializable")]
    [InlineData("start transaction read only")]
    [InlineData("commit and chain")]
    [InlineData("end")]
    [InlineData("rollback to savepoint a")]
    [InlineData("abort")]
    [InlineData("savepoint a")]
    [InlineData("release a")]
    [InlineData("prepare transaction 'a'")]
    [InlineData("commit prepared 'a'")]
    public void Transaction_commands_are_recognised(string sql) => Assert.True(Assert.Single(SqlScript.Split(sql)).IsTransactionCommand);

    [Theory]
    [InlineData("select 1")]
    [InlineData("\"begin\"")]
    [InlineData("prepare transaction as select 1")]
    [InlineData("prepare plan as select 1")]
    [InlineData("create function f() returns int begin atomic select 1; end")]
    [InlineData("do $$ begin commit; end $$")]
    public void Other_statements_are_no_transaction_commands(string sql) =>
        Assert.False(Assert.Single(SqlScript.Split(sql)).IsTransactionCommand);
}
