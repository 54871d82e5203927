namespace Capsule.Cli.Tests;

public sealed class ResultViewTests
{
    [Fact]
    public async Task SQL_is_printed_as_it_is()
    {
        var sql = $"alter table t add c text; -- {new string('x', 500)} [red]";
        using var bundles = new BundleFolder().Add("Odd", $$"""printf '%s' '{"service":"odd","sql":"begin;\n{{sql}}\n"}'""");

        var run = await bundles.RunAsync("db", "script");

        Assert.Equal($"-- odd\nbegin;\n{sql}\n\n", run.Output);
    }

    [Fact]
    public async Task Info_shows_versions_checksums_and_who_holds_the_lock()
    {
        using var bundles = new BundleFolder().Add(
            "Odd",
            """
            echo '{"service":"odd","database":"odd_db","schema":"odd","lock":{"held":true,"host":"h1","pid":17,"since":"2026-11-21T10:00:00.1234567Z"},
              "migrations":[{"version":"20261121105530","description":"Initial","name":"20261121105530_Initial","state":"Success",
              "installedOn":"2026-11-21T11:00:00+01:00","milliseconds":12,"checksum":"ok","rank":1},
              {"version":"20261121105545","description":"Add readings","name":"20261121105545_AddReadings","state":"outOfOrder","installedOn":null}]}'
            """
        );

        var lines = await LinesAsync(bundles, "db", "info");

        Assert.Equal("odd · database odd_db · schema odd", lines[0]);
        Assert.Equal("locked: host h1, pid 17, since 2026-11-21 10:00:00Z", lines[1]);
        Assert.Contains("version|description|state|installed on|ms|checksum", lines);
        Assert.Contains("20261121105530|Initial|success|2026-11-21 10:00:00Z|12|ok", lines);
        Assert.Contains("20261121105545|Add readings|out of order|-|-|-", lines);
    }

    [Fact]
    public async Task A_dry_run_prints_what_would_run()
    {
        using var bundles = new BundleFolder()
            .Add(
                "One",
                """printf '%s' '{"service":"one","dryRun":true,"pending":[{"name":"1_A","sql":"select 1;\n"},{"name":"2_B","sql":"select 2;"}]}'"""
            )
            .Add("Two", """echo '{"service":"two","dryRun":true,"pending":[]}'""");

        var run = await bundles.RunAsync("db", "migrate", "--dry-run");

        Assert.Equal("-- one\n-- 1_A\nselect 1;\n-- 2_B\nselect 2;\n\n-- two\n-- nothing is pending\n\n", run.Output);
    }

    [Fact]
    public async Task A_script_in_a_file_is_not_printed()
    {
        using var bundles = new BundleFolder().Add("One", """echo '{"service":"one","file":"review/one.sql","sql":"select 1"}'""");

        var lines = await LinesAsync(bundles, "db", "script", "--to-dir", "review");

        Assert.Contains("one|review/one.sql", lines);
        Assert.DoesNotContain(lines, line => line.Contains("select"));
    }

    [Fact]
    public async Task Findings_are_listed_and_said()
    {
        using var bundles = new BundleFolder()
            .Add(
                "Odd",
                """echo '{"findings":[{"kind":"edited","migration":"1","text":"a [b] c"},{"kind":"order","migration":null,"text":"d"}]}'; exit 2"""
            )
            .Add("Well", """echo '{"findings":[]}'""");

        var run = await bundles.RunAsync("db", "validate");

        var lines = run.Lines;
        Assert.Contains("kind|finding", lines);
        Assert.Contains("edited|a [b] c", lines);
        Assert.Contains("well: nothing found", lines);
        Assert.Equal("odd: findings (exit code 2)\n1 ok, 1 not: odd\n", run.Error);
    }

    [Fact]
    public async Task Status_is_a_line_per_service()
    {
        using var bundles = new BundleFolder()
            .Add(
                "One",
                """
                echo '{"service":"one","database":"one_db","serverVersion":"15.18","sizeBytes":12582912,"connections":{"used":7,"allowed":97},
                  "oldestTransaction":{"seconds":61.4,"role":"one_user"},"vacuum":{"tables":[],"late":false},"pending":["3_C"],"ahead":[],"invalidIndexes":[]}'
                """
            )
            .Add(
                "Two",
                """
                echo '{"service":"two","database":"two_db","serverVersion":"15.18","sizeBytes":512,"connections":{"used":1,"allowed":97},
                  "oldestTransaction":null,"vacuum":{"tables":[{"name":"events","deadRows":9}],"late":true},"pending":[],"ahead":[],"invalidIndexes":["i1","i2"]}'
                """
            );

        var lines = await LinesAsync(bundles, "db", "status");

        Assert.Contains("service|database|server|size|connections|oldest transaction|vacuum|pending|ahead|invalid indexes", lines);
        Assert.Contains("one|one_db|15.18|12 MB|7 of 97|61 s, one_user|ok|1|0|-", lines);
        Assert.Contains("two|two_db|15.18|512 B|1 of 97|-|late in freezing, events|0|0|i1, i2", lines);
    }

    [Fact]
    public async Task What_was_undone_is_named()
    {
        using var bundles = new BundleFolder().Add(
            "One",
            """echo '{"database":"one_db","undone":[{"name":"2_B","milliseconds":3},{"name":"1_A","milliseconds":4}]}'"""
        );

        Assert.Contains("one|one_db|2_B, 1_A", await LinesAsync(bundles, "db", "undo", "--target", "0"));
    }

    [Fact]
    public async Task An_unknown_document_is_shown_whole()
    {
        using var bundles = new BundleFolder().Add(
            "Odd",
            """
            echo '{"service":"odd","restoredInto":"copy","sizes":{"rowCount":3},"tables":[{"name":"t","rows":3},{"name":"u"}],"notes":["a","b"],"none":[]}'
            """
        );

        var lines = await LinesAsync(bundles, "backup", "list");

        Assert.Equal(
            ["odd", "restored into|copy", "sizes|row count 3", "tables", "name|rows", "t|3", "u|-", "notes: a, b", "none: none"],
            lines.Where(line => line.Length > 0 && line[0] != '─')
        );
    }

    [Fact]
    public async Task Rows_of_documents_without_the_known_properties_show_all_they_have()
    {
        using var bundles = new BundleFolder().Add("One", """echo '{"rowsWritten":5}'""").Add("Two", """echo '{"other":true}'""");

        var lines = await LinesAsync(bundles, "db", "seed", "--users", "5");

        Assert.Contains("service|rows written|other", lines);
        Assert.Contains("one|5|-", lines);
        Assert.Contains("two|-|yes", lines);
    }

    private static async Task<string[]> LinesAsync(BundleFolder bundles, params string[] arguments) =>
        (await bundles.RunAsync(arguments)).Lines;
}
