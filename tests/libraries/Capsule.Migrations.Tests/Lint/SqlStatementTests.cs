namespace Capsule.Migrations.Tests.Lint;

public sealed class SqlStatementTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(" ; ;; -- nothing\n", 0)]
    [InlineData("select 1; select 2", 2)]
    [InlineData("select ';'; select 'it''s; fine'; select E'\\';'", 3)]
    [InlineData("select \"a;\"\"b\"", 1)]
    [InlineData("select $$;$$, $a$ $$;$$ $a$; select $1", 2)]
    [InlineData("select 1 -- ; \n, 2 /* ; /* ; */ ; */", 1)]
    [InlineData("do $$ begin alter table a drop b; if x then drop table c; else drop table d; end if; end $$", 6)]
    [InlineData("select 'not closed; select 2", 1)]
    [InlineData("select $x$ not closed; select 2", 1)]
    [InlineData("select /* not closed; select 2", 1)]
    public void Statements_end_where_PostgreSQL_ends_them(string sql, int count) =>
        Assert.Equal(count, SqlStatement.Split(sql, false).Count);

    [Fact]
    public void Names_and_texts_lose_their_quotes_and_words_their_capitals()
    {
        var tokens = SqlTokenizer.Tokens("SELECT \"Na\"\"me\", 'it''s', E'a\\'b', $x$raw$x$, 1.5");

        Assert.Equal(["select", "Na\"me", ",", "it's", ",", "a'b", ",", "raw", ",", "1.5"], tokens.Select(token => token.Value));
        Assert.Equal(
            [SqlTokenKind.Word, SqlTokenKind.Name, SqlTokenKind.Text, SqlTokenKind.Text, SqlTokenKind.Text, SqlTokenKind.Number],
            tokens.Where(token => !token.Is(",")).Select(token => token.Kind)
        );
    }
}
