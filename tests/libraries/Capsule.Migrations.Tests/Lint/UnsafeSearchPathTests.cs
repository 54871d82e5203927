namespace Capsule.Migrations.Tests.Lint;

public sealed class UnsafeSearchPathTests
{
    [Theory]
    [InlineData("create function s.f() returns int language sql security definer as 'select 1'")]
    [InlineData("create or replace procedure s.f(a int default 1, b text = 'x') external security definer language sql as $$ select 1 $$")]
    [InlineData("create function s.f() returns int security definer set search_path = pg_catalog language sql as 'select 1'")]
    [InlineData("create function s.f() returns int language sql set search_path to pg_catalog as 'select 1'")]
    [InlineData("create function s.f() returns int language sql set search_path = pg_temp, pg_catalog as 'select 1'")]
    [InlineData("create function s.f() returns int language sql set search_path = 'pg_catalog, pg_temp' as 'select 1'")]
    [InlineData("create function s.f() returns int language sql set search_path from current as 'select 1'")]
    [InlineData("create function s.f() returns int language sql set search_path to default security definer as 'select 1'")]
    [InlineData("create function s.f() returns table (a int) language sql security definer as 'set search_path = pg_catalog, pg_temp'")]
    [InlineData("create function s.f() returns int security definer begin atomic select 1; end")]
    [InlineData("alter function s.f() security definer")]
    [InlineData("alter routine s.f(int) set search_path = s")]
    [InlineData("create function s.f() returns int language sql set \"search_path\" = pg_catalog as 'select 1'")]
    [InlineData("create function s.f() returns int language sql set schema 's' as 'select 1'")]
    [InlineData("alter function s.f reset search_path")]
    [InlineData("alter function s.f() reset all")]
    [InlineData("do $$ begin create function s.f() returns int language sql security definer as 'select 1'; end $$")]
    public void A_function_that_searches_temporary_schemas_first_is_refused(string sql)
    {
        var finding = Assert.Single(Check(sql));

        Assert.Equal(("unsafe-search-path", LintSeverity.Error, "s.f"), (finding.Rule, finding.Severity, finding.Object));
    }

    [Theory]
    [InlineData("create function s.f() returns int language sql as 'select 1'")]
    [InlineData("create function s.f() returns int language sql security invoker as $$ select 1 -- security definer $$")]
    [InlineData("create function s.f() returns int security definer set search_path = pg_catalog, pg_temp language sql as 'select 1'")]
    [InlineData(
        "create function s.f() returns int language sql set search_path to s, \"pg_temp\" set jit = off security definer as 'select 1'"
    )]
    [InlineData("create function s.f() returns int language sql set search_path = 'pg_catalog', 'pg_temp' security definer as 'select 1'")]
    [InlineData("create function s.f(security text, definer int) returns int language sql as 'select 1'")]
    [InlineData("create function s.f() returns void begin atomic update s.t set search_path = 'x'; end")]
    [InlineData("alter function s.f() security definer set search_path = pg_catalog, pg_temp")]
    [InlineData("alter function s.f() owner to x; drop function s.f(); create table s.function (security int)")]
    public void Other_functions_pass(string sql) => Assert.Empty(Check(sql));

    private static IReadOnlyList<LintFinding> Check(string sql) =>
        Linter.Check([new LintSource("1_Base", SqlStatement.Split(sql, false), new HashSet<string>(), [])], _ => true, "");
}
