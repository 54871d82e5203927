namespace Capsule.Data.Tests.Sql.Scripts;

public sealed class RefusedScriptTests
{
    [Theory]
    [InlineData("select 1;\nselect 'a; select 2", SqlScriptProblem.UnclosedString, 2, 8, "the string that begins here")]
    [InlineData("select E'a\\'", SqlScriptProblem.UnclosedString, 1, 8, "the string that begins here")]
    [InlineData("select E'a\\", SqlScriptProblem.UnclosedString, 1, 8, "the string that begins here")]
    [InlineData("select 'a'\n'b", SqlScriptProblem.UnclosedString, 1, 8, "the string that begins here")]
    [InlineData("select \"a\"\"; select 2", SqlScriptProblem.UnclosedName, 1, 8, "the quoted name that begins here")]
    [InlineData("select 1;\n /* /* */ select 2", SqlScriptProblem.UnclosedComment, 2, 2, "the comment that begins here")]
    [InlineData("select 1 /*", SqlScriptProblem.UnclosedComment, 1, 10, "the comment that begins here")]
    [InlineData("do $body$ begin end $Body$", SqlScriptProblem.UnclosedDollarQuote, 1, 4, "the dollar quote $body$ that begins here")]
    [InlineData("do $$", SqlScriptProblem.UnclosedDollarQuote, 1, 4, "the dollar quote $$ that begins here")]
    [InlineData("insert into t values (f(1);\nselect 2;", SqlScriptProblem.UnclosedParenthesis, 1, 22, "the parenthesis that begins here")]
    [InlineData(
        "create function f() returns int\nbegin atomic select 1;\nselect 2;",
        SqlScriptProblem.UnclosedBody,
        2,
        1,
        "the body of a function (begin atomic … end) that begins here"
    )]
    [InlineData(
        "create function f() returns int begin atomic select (1; end;",
        SqlScriptProblem.UnclosedBody,
        1,
        33,
        "the body of a function (begin atomic … end) that begins here"
    )]
    public void What_is_not_closed_is_refused_where_it_begins(string script, SqlScriptProblem problem, int line, int column, string what)
    {
        var refusal = Assert.Throws<SqlScriptException>(() => SqlScript.Split(script));

        Assert.Equal((problem, line, column), (refusal.Problem, refusal.Line, refusal.Column));
        Assert.Equal($"line {line}, column {column}: {what} is not closed", refusal.Message);
    }

    [Theory]
    [InlineData("\\connect other", @"line 1, column 1: \connect is a command of psql")]
    [InlineData("select 1;\n  \\i other.sql", @"line 2, column 3: \i is a command of psql")]
    [InlineData("\\copy t from 'file'", @"line 1, column 1: \copy is a command of psql")]
    [InlineData("select 1 \\gset", @"line 1, column 10: \gset is a command of psql")]
    [InlineData("select 1\\; select 2", @"line 1, column 9: \; is a command of psql")]
    [InlineData("\\", @"line 1, column 1: \ is a command of psql")]
    [InlineData("\\restrict abc", @"line 1, column 1: \restrict is a command of psql")]
    public void A_command_of_psql_is_refused_by_its_name(string script, string message)
    {
        var refusal = Assert.Throws<SqlScriptException>(() => SqlScript.Split(script));

        Assert.Equal(SqlScriptProblem.MetaCommand, refusal.Problem);
        Assert.Equal(message + " and not supported, use plain SQL", refusal.Message);
    }

    [Theory]
    [InlineData("select :name", "line 1, column 8: :name is a variable of psql")]
    [InlineData("insert into t\nvalues (1, :'name')", "line 2, column 12: :'name' is a variable of psql")]
    [InlineData("select * from :\"table\"", "line 1, column 15: :\"table\" is a variable of psql")]
    [InlineData("select :{?name}", "line 1, column 8: :{?name} is a variable of psql")]
    [InlineData("select 1:::type", "line 1, column 11: :type is a variable of psql")]
    [InlineData("select :1", "line 1, column 8: :1 is a variable of psql")]
    [InlineData("select f(json_object('a':b), :c)", "line 1, column 30: :c is a variable of psql")]
    [InlineData("select a[1:b] + :c", "line 1, column 17: :c is a variable of psql")]
    public void A_variable_of_psql_is_refused_by_its_name(string script, string message)
    {
        var refusal = Assert.Throws<SqlScriptException>(() => SqlScript.Split(script));

        Assert.Equal(SqlScriptProblem.Variable, refusal.Problem);
        Assert.Equal(message + " and not supported, write its value", refusal.Message);
    }

    [Theory]
    [InlineData("copy t from stdin")]
    [InlineData("COPY public.t (a, b) FROM STDIN WITH (format csv)")]
    [InlineData("/* rows */ copy t /* of */ from /* the */ stdin;\n1\t2\n\\.\n")]
    [InlineData("copy (select 1) to stdout")]
    public void A_copy_from_or_to_the_client_is_refused(string script)
    {
        var refusal = Assert.Throws<SqlScriptException>(() => SqlScript.Split($"select 1;\n{script}"));

        Assert.Equal((SqlScriptProblem.ClientCopy, 2), (refusal.Problem, refusal.Line));
        Assert.Contains("COPY … FROM STDIN", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("copy t from '/data/stdin'")]
    [InlineData("copy (select a from stdin) to '/data/rows'")]
    [InlineData("select '\\d', ':name', $$ :name \\d $$, \":name\" /* :name \\d */ -- :name \\d")]
    [InlineData("select ': name', a [1 : 2]")]
    public void What_only_looks_like_it_is_not_refused(string script) => Assert.Single(SqlScript.Split(script));
}
