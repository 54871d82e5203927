namespace Capsule.Data.Tests.Sql.Scripts;

public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("select ';'")]
    [InlineData("select 'it''s; fine'")]
    [InlineData(@"select 'C:\'")]
    [InlineData(@"select E'it\'s; fine', e'\\'")]
    [InlineData("select U&'d\\0061t;' uescape '!'")]
    [InlineData("select B'01', x'1F', N'a;b'")]
    [InlineData("select 'a' -- ;\n ';b'")]
    [InlineData("select E'a'\r\n'b\\';c'")]
    [InlineData("select \"a;\"\"b\" from t")]
    [InlineData("select U&\"d\\0061;\" from t")]
    [InlineData("select $$ ; $$")]
    [InlineData("select $body$ ; $$ ; $bodies$ $body$")]
    [InlineData("select $größe$ ; $größe$")]
    [InlineData("select $_1$ ; $_1$")]
    [InlineData("select a /* ; /* nested ; */ ; */ + 1")]
    [InlineData("select 1 -- ;\n + 2")]
    [InlineData("select 1 -- ;\r + 2")]
    [InlineData("select 1 +/* ; */ 2, 3 */* ; */ 4")]
    [InlineData("create rule r as on update to t do also (insert into log values (1); delete from old)")]
    [InlineData("select $1$a$ ; $a$")]
    [InlineData("select a[1:n], a[:m], b::int, json_object('a':b, 'c':json_object(k:v)) from t")]
    [InlineData("call p(a := 1)")]
    public void One_statement_stays_whole(string sql)
    {
        var statements = SqlScript.Split($"select 'before';\n{sql} ; select 'after'");

        Assert.Equal(["select 'before'", sql, "select 'after'"], statements.Select(statement => statement.Text));
    }

    [Theory]
    [InlineData("select a$b$ from t; select c$b$ from t", "select a$b$ from t", "select c$b$ from t")]
    [InlineData("select $1; select $2", "select $1", "select $2")]
    [InlineData("select ae'\\'; select '2'", "select ae'\\'", "select '2'")]
    [InlineData("select 1..10; select 1.5e-3; select .5", "select 1..10", "select 1.5e-3", "select .5")]
    [InlineData("select 1a$b$; select $1a$b$; select 1.5$a$;$a$", "select 1a$b$", "select $1a$b$", "select 1.5$a$;$a$")]
    [InlineData("select 'a' /* ; */\n'b'; select 2", "select 'a' /* ; */\n'b'", "select 2")]
    [InlineData("select E'\\\n'; select 2", "select E'\\\n'", "select 2")]
    [InlineData("select 1) ; select 2", "select 1)", "select 2")]
    [InlineData("begin; select 1; end; select 2", "begin", "select 1", "end", "select 2")]
    [InlineData("create table begin (atomic int); select 1", "create table begin (atomic int)", "select 1")]
    public void A_semicolon_outside_of_all_of_them_ends_a_statement(string script, params string[] statements) =>
        Assert.Equal(statements, SqlScript.Split(script).Select(statement => statement.Text));

    [Theory]
    [InlineData("")]
    [InlineData(" ;; /* nothing */ ; -- nothing\n;\t")]
    [InlineData("-- nothing")]
    public void Empty_statements_are_left_out(string script) => Assert.Empty(SqlScript.Split(script));

    [Fact]
    public void A_statement_has_no_comments_around_it_and_keeps_those_in_it()
    {
        var statement = Assert.Single(SqlScript.Split("-- before\n/* before */ select /* in */ 1 -- in\n, 2 /* after */ ; -- after\n"));

        Assert.Equal("select /* in */ 1 -- in\n, 2", statement.Text);
    }

    [Fact]
    public void A_statement_knows_where_it_begins()
    {
        const string script = "select 1;\r\n\r\n  select\n2; -- three\n\tselect 3; select 4";

        var statements = SqlScript.Split(script);

        Assert.Equal([(1, 1), (3, 3), (5, 2), (5, 12)], statements.Select(statement => (statement.Line, statement.Column)));
        Assert.All(statements, statement => Assert.StartsWith(statement.Text, script[statement.Offset..], StringComparison.Ordinal));
    }

    [Fact]
    public void A_no_break_space_is_a_part_of_a_name_as_on_the_server()
    {
        var statements = SqlScript.Split("select a\u00A0$b$; select 2");

        Assert.Equal(["select a\u00A0$b$", "select 2"], statements.Select(statement => statement.Text));
    }

    // flyway/flyway#253; flyway/flyway#2413
    [Fact]
    [Trait("Case", "A-MIG-12")]
    public void A_byte_order_mark_is_no_part_of_the_first_statement()
    {
        var statements = SqlScript.Split("\uFEFFselect 1;\r\nselect 2;\r\n");

        Assert.Equal(["select 1", "select 2"], statements.Select(statement => statement.Text));
    }

    // supabase/cli#5062; supabase/cli#5020
    [Fact]
    [Trait("Case", "A-MIG-23")]
    public void A_function_whose_name_contains_atomic_is_one_statement_of_three()
    {
        const string function = "create function fn_atomic() returns int language plpgsql as $$ begin return 1; end; $$";

        var statements = SqlScript.Split($"{function};\nselect 1;\ngrant execute on function fn_atomic() to public;\n");

        Assert.Equal(
            [function, "select 1", "grant execute on function fn_atomic() to public"],
            statements.Select(statement => statement.Text)
        );
    }
}
