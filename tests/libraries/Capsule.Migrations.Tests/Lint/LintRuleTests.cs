namespace Capsule.Migrations.Tests.Lint;

public sealed class LintRuleTests
{
    // What the release before has: one migration, and a model of two of its three tables.
    private const string Base = """
        create table s.users (id uuid primary key, name varchar(50) not null, note text, score numeric(8,2), at timestamp (3) with time zone, legacy int);
        create table s.orders (id bigint generated always as identity primary key, user_id uuid, amount int);
        create table s.unmapped (id int);
        create index ix_orders_user_id on s.orders (user_id);
        """;

    private static readonly string[] Model =
    [
        "s.users",
        "s.users.id",
        "s.users.name",
        "s.users.note",
        "s.orders",
        "s.orders.id",
        "s.orders.user_id",
        "s.orders.amount",
    ];

    [Theory]
    [InlineData("alter table s.users add email text not null", "not-null-without-default s.users.email")]
    [InlineData(
        "ALTER TABLE IF EXISTS ONLY \"s\".users ADD COLUMN IF NOT EXISTS \"e mail\" text NOT NULL",
        "not-null-without-default s.users.e mail"
    )]
    [InlineData("alter table s.users add email text not null default ''")]
    [InlineData("alter table s.users add email text default 'not null'")]
    [InlineData("alter table s.users add email text null, add phone text not null", "not-null-without-default s.users.phone")]
    [InlineData("create table s.new (id int); alter table s.new add email text not null")]
    [InlineData("alter table s.users alter name type varchar(40)", "type-rewrite s.users.name")]
    [InlineData("alter table s.users alter column legacy set data type bigint", "type-rewrite s.users.legacy")]
    [InlineData("alter table s.users alter name type text using lower(name)", "type-rewrite s.users.name")]
    [InlineData("alter table s.users alter at type timestamp without time zone", "type-rewrite s.users.at")]
    [InlineData("alter table s.users alter score type numeric(8,3)", "type-rewrite s.users.score")]
    [InlineData("alter table s.users alter name type character varying (80), alter score type decimal(12, 2), alter at type timestamptz")]
    [InlineData("alter table s.users alter name type text")]
    [InlineData("alter table s.users add key uuid default gen_random_uuid()", "volatile-default s.users.key")]
    [InlineData("alter table s.users add key uuid default (public.uuid_generate_v4())", "volatile-default s.users.key")]
    [InlineData("alter table s.users add number bigint generated always as identity", "volatile-default s.users.number")]
    [InlineData("alter table s.users add number bigserial", "volatile-default s.users.number")]
    [InlineData("alter table s.users add twice int generated always as (legacy * 2) stored", "volatile-default s.users.twice")]
    [InlineData("alter table s.users add since timestamptz not null default now(), add kind varchar(20) not null default 'x'::varchar(20)")]
    [InlineData("create index ix on s.users (name)", "blocking-index s.users, index ix")]
    [InlineData("create unique index on s.users using btree (lower(name)) where note is null", "blocking-index s.users, index ")]
    [InlineData("alter table s.users add constraint uq unique (name, note)", "blocking-index s.users, key uq(name, note)")]
    [InlineData("alter table s.users add code text unique", "blocking-index s.users, key (code)")]
    [InlineData("reindex index s.ix_orders_user_id", "blocking-index index s.ix_orders_user_id")]
    [InlineData("create table s.new (id int unique); create index ix on s.new (id)")]
    [InlineData("alter table s.users add constraint uq unique using index ix_ready")]
    [InlineData("do $$ begin if true then create index ix on s.users (name); end if; end $$", "blocking-index s.users, index ix")]
    [InlineData(
        "alter table s.orders add constraint fk foreign key (user_id) references s.users (id) on delete set null",
        "validating-constraint s.orders, foreign key fk"
    )]
    [InlineData(
        "alter table s.orders add buyer uuid references s.users",
        "validating-constraint s.orders, foreign key",
        "foreign-key-without-index s.orders(buyer)"
    )]
    [InlineData("alter table s.orders add constraint ck check (amount > 0)", "validating-constraint s.orders, check ck")]
    [InlineData(
        "alter table s.orders add constraint ck check (amount > 0) not valid; alter table s.orders validate constraint ck",
        "validating-constraint s.orders, ck"
    )]
    [InlineData("alter table s.orders add constraint fk foreign key (user_id) references s.users (id) on delete cascade not valid")]
    [InlineData("alter table s.orders add constraint ck check (amount > 0) not valid")]
    [InlineData("alter table s.orders validate constraint earlier")]
    [InlineData("create table s.new (id uuid primary key references s.users, amount int, constraint ck check (amount > 0))")]
    [InlineData("drop table s.orders", "still-in-use s.orders")]
    [InlineData("drop table if exists s.unmapped, s.users cascade", "still-in-use s.users")]
    [InlineData("alter table s.orders rename to purchases", "still-in-use s.orders")]
    [InlineData("alter table s.orders drop column if exists amount", "still-in-use s.orders.amount")]
    [InlineData("alter table s.orders rename amount to total", "still-in-use s.orders.amount")]
    [InlineData(
        "drop table s.unmapped; alter table s.users drop legacy; alter table s.users rename constraint a to b; alter table s.users drop constraint note"
    )]
    [InlineData("alter table s.users alter note set not null", "set-not-null s.users.note")]
    [InlineData("alter table s.users add c text; alter table s.users alter c set not null; alter table s.users alter note drop not null")]
    [InlineData("create table s.new (user_id uuid references s.users (id))", "foreign-key-without-index s.new(user_id)")]
    [InlineData(
        "create table s.new (a int, b int, foreign key (a, b) references s.x (a, b)); create index on s.new (a)",
        "foreign-key-without-index s.new(a, b)"
    )]
    [InlineData(
        "create table s.new (user_id uuid references s.users (id)); create index on s.new (user_id) where user_id > ''",
        "foreign-key-without-index s.new(user_id)"
    )]
    [InlineData("create table s.new (a int, b int, c int, primary key (b, a, c), foreign key (a, b) references s.x (a, b))")]
    [InlineData("create index concurrently ix on s.users (name)", "not-in-transaction create index concurrently")]
    [InlineData("drop index concurrently s.ix", "not-in-transaction drop index concurrently")]
    [InlineData("reindex (verbose) table concurrently s.users", "not-in-transaction reindex … concurrently")]
    [InlineData("vacuum full s.users", "not-in-transaction vacuum")]
    [InlineData("-- vacuum\nselect 'create database; vacuum' /* vacuum /* ; */ vacuum; */ as x; select $v$; vacuum; $v$")]
    [InlineData(
        "alter type s.mood add value 'sad'; insert into s.unmapped select 1 where 'sad' = 'sad'",
        "not-in-transaction s.mood, value 'sad'"
    )]
    [InlineData("alter type s.mood add value if not exists 'sad' after 'ok'; insert into s.unmapped values (1)")]
    [InlineData("truncate table only s.users, s.orders", "all-rows s.users", "all-rows s.orders")]
    [InlineData("delete from s.users", "all-rows s.users")]
    [InlineData("delete from s.users u using s.orders o where o.user_id = u.id; create table s.new (id int); truncate s.new")]
    [InlineData("create function s.f() returns void language plpgsql as $$ begin truncate s.users; drop table s.users; end $$")]
    [InlineData(
        "create function s.f() returns int begin atomic select case when true then 1 end; select 2; end; create procedure s.p() language sql as 'delete from s.users'"
    )]
    public void A_rule_finds_what_hurts_and_leaves_the_rest(string sql, params string[] expected)
    {
        var findings = Linter.Check([Source("1_Base", Base, Model), Source("2_Next", sql, Model)], name => name == "2_Next", "1_Base");

        Assert.Equal(expected, findings.Select(finding => $"{finding.Rule} {finding.Object}"));
        Assert.All(findings, finding => Assert.Equal("2_Next", finding.Migration));
    }

    [Fact]
    public void Outside_the_transaction_an_index_may_be_built_concurrently()
    {
        var findings = Check(Source("2_Next", "create index concurrently ix on s.users (name); vacuum s.users", Model, outside: true));

        Assert.Empty(findings);
    }

    [Fact]
    public void An_enum_value_may_be_used_once_its_transaction_has_ended()
    {
        var next = Source("2_Next", "alter type s.mood add value 'sad'", Model) with
        {
            Statements =
            [
                .. SqlStatement.Split("alter type s.mood add value 'sad'", true),
                .. SqlStatement.Split("update s.unmapped set id = 1 where 'sad' = 'sad'", false),
            ],
        };

        Assert.Empty(Check(next));
    }

    [Fact]
    public void A_column_may_become_not_null_once_a_valid_check_says_so()
    {
        var check = Source("2_Check", "alter table s.users add constraint ck check ((note is not null)) not valid", Model);
        var validate = Source("3_Validate", "alter table s.users validate constraint ck", Model);
        var set = Source("4_Set", "alter table s.users alter note set not null", Model);

        var after = Linter.Check([Source("1_Base", Base, Model), check, validate, set], _ => true, null);
        var without = Linter.Check([Source("1_Base", Base, Model), check, set], _ => true, null);

        Assert.Empty(after);
        Assert.Equal(["set-not-null"], without.Select(finding => finding.Rule));
    }

    [Fact]
    public void A_foreign_key_may_get_its_index_in_a_later_migration()
    {
        var key = Source("2_Key", "alter table s.unmapped add constraint fk foreign key (id) references s.users not valid", Model);
        var index = Source("3_Index", "create index concurrently on s.unmapped (id)", Model, outside: true);

        Assert.Empty(Check(key, index));
        Assert.Equal([(LintSeverity.Warning, "foreign-key-without-index")], Check(key).Select(finding => (finding.Severity, finding.Rule)));
    }

    [Fact]
    public void What_left_the_model_a_release_ago_may_be_dropped()
    {
        var remove = Source("2_Remove", "select 1", [.. Model.Except(["s.orders.amount"])]);
        var drop = Source("3_Drop", "alter table s.orders drop amount", [.. Model.Except(["s.orders.amount"])]);
        LintSource[] all = [Source("1_Base", Base, Model), remove, drop];

        var afterRelease = Linter.Check(all, name => name == "3_Drop", "2_Remove");
        var eachByItself = Linter.Check(all, _ => true, null);
        var atOnce = Linter.Check(all, name => name != "1_Base", "1_Base");

        Assert.Empty(afterRelease);
        Assert.Empty(eachByItself);
        Assert.Equal(["still-in-use s.orders.amount"], atOnce.Select(finding => $"{finding.Rule} {finding.Object}"));
    }

    [Fact]
    public void On_an_empty_database_no_table_has_rows()
    {
        var next = Source("2_Next", "alter table s.users add email text not null; create index ix on s.users (email); vacuum", Model);

        var findings = Linter.Check([Source("1_Base", Base, Model), next], _ => true, "");

        Assert.Equal(["not-in-transaction"], findings.Select(finding => finding.Rule));
    }

    [Fact]
    public void An_exception_silences_its_rule_and_no_other()
    {
        var next = Source("2_Next", "truncate s.users; create index ix on s.users (name)", Model) with
        {
            Exceptions = [new LintExceptionAttribute("all-rows", "a cache"), new LintExceptionAttribute("other", "x")],
        };

        Assert.Equal([("blocking-index", null), ("all-rows", "a cache")], Check(next).Select(finding => (finding.Rule, finding.Silenced)));
    }

    private static IReadOnlyList<LintFinding> Check(params LintSource[] sources) =>
        Linter.Check([Source("1_Base", Base, Model), .. sources], name => name != "1_Base", "1_Base");

    private static LintSource Source(string name, string sql, string[] model, bool outside = false) =>
        new(name, SqlStatement.Split(sql, outside), model.ToHashSet(), []);
}
