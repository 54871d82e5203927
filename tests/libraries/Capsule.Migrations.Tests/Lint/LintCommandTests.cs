using Capsule.Testing;

namespace Capsule.Migrations.Tests.Lint;

public sealed class LintCommandTests
{
    private static readonly string[] Found =
    [
        "not-null-without-default linted.users.email",
        "type-rewrite linted.users.name",
        "volatile-default linted.users.key",
        "blocking-index linted.users, index ix_users_phone",
        "validating-constraint linted.orders, foreign key fk_orders_users",
        "validating-constraint linted.orders, check ck_orders_amount",
        "still-in-use linted.orders.amount",
        "set-not-null linted.users.note",
        "foreign-key-without-index linted.orders(user_id)",
        "not-in-transaction vacuum",
        "all-rows linted.orders",
    ];

    [Fact]
    public async Task What_EF_Core_writes_is_read_as_what_a_hand_writes()
    {
        var lint = await NoServerAsync(["lint", "--all", "--json"]);

        var findings = lint.Json.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(BundleExitCode.Findings, lint.Code);
        Assert.Equal(Found, findings.Select(finding => $"{finding.GetProperty("rule")} {finding.GetProperty("object")}"));
        Assert.Equal((9, 1, 1), (Number("errors"), Number("warnings"), Number("exceptions")));
        Assert.Equal("the table has ten rows", findings[1].GetProperty("silenced").GetString());

        int Number(string name) => lint.Json.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task A_finding_names_migration_rule_object_why_and_the_way_out()
    {
        var lint = await NoServerAsync(["lint", "--from", "Second"]);

        Assert.Equal(
            "20260102000000_Second: error not-null-without-default on linted.users.email: the column takes no null and has no default, so it cannot be added to a table with rows",
            lint.Lines[0]
        );
        Assert.StartsWith("    instead: give it a default that is constant, or ", lint.Lines[1]);
        Assert.StartsWith(
            "20260102000000_Second: silenced type-rewrite on linted.users.name: changing its type from varchar(50) to integer",
            lint.Lines[2]
        );
        Assert.Equal("    because the table has ten rows", lint.Lines[3]);
        Assert.Equal("linted: 1 migration, 9 errors, 1 warning, 1 silenced", lint.Lines[^1]);
    }

    [Fact]
    public async Task A_migration_that_is_not_there_is_refused()
    {
        var lint = await NoServerAsync(["lint", "--from", "Third"]);

        Assert.Equal(BundleExitCode.Usage, lint.Code);
        Assert.Contains("No migration is called \"Third\"; there are: 20260101000000_First, 20260102000000_Second.", lint.Error);
    }

    [Fact]
    public async Task Pending_migrations_are_looked_at_and_on_an_empty_database_nothing_has_rows()
    {
        await using var database = await TestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:linted-db"] = database.ConnectionString };

        var empty = await SampleCommand.InvokeAsync<LintedDbContext>("linted", ["lint", "--json"], settings);
        await SampleRun.ScalarAsync<object>(
            database.ConnectionString,
            """
            create schema linted;
            create table linted.__ef_migrations_history (migration_id text, product_version text);
            insert into linted.__ef_migrations_history values ('20260101000000_First', '10')
            """
        );
        var pending = await SampleCommand.InvokeAsync<LintedDbContext>("linted", ["lint", "--json"], settings);

        Assert.Equal(
            ["foreign-key-without-index", "not-in-transaction"],
            empty.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString())
        );
        Assert.Equal(2, empty.Json.GetProperty("migrations").GetArrayLength());
        Assert.Equal("20260102000000_Second", Assert.Single(pending.Json.GetProperty("migrations").EnumerateArray()).GetString());
        Assert.Equal(Found.Length, pending.Json.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task In_another_schema_the_same_is_found()
    {
        var lint = await NoServerAsync(["lint", "--all", "--json"], "tenant_7");

        Assert.Equal(
            Found.Select(line => line.Replace("linted.", "tenant_7.", StringComparison.Ordinal)),
            lint.Json.GetProperty("findings")
                .EnumerateArray()
                .Select(finding => $"{finding.GetProperty("rule")} {finding.GetProperty("object")}")
        );
    }

    [Fact]
    public async Task The_samples_migrations_have_nothing()
    {
        await using var run = await SampleRun.CreateAsync();

        var lint = await SampleCommand.InvokeAsync(run, ["lint", "--all"]);

        Assert.Equal(
            (BundleExitCode.Success, "sample: 6 migrations, 0 errors, 0 warnings, 0 silenced"),
            (lint.Code, Assert.Single(lint.Lines))
        );
    }

    private static Task<SampleCommand> NoServerAsync(string[] arguments, string schema = "linted") =>
        SampleCommand.InvokeAsync<LintedDbContext>(
            "linted",
            arguments,
            new() { ["ConnectionStrings:linted-db"] = "Host=127.0.0.1;Port=1;Database=none;Username=nobody", ["LINTED_DB_SCHEMA"] = schema }
        );
}
