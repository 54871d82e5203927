using System.Text.Json;
using Capsule.Migrations.Tests.Chains;
using Capsule.Migrations.Tests.Libraries;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>What the commands make of steps that libraries bring.</summary>
public sealed class LibraryStepCommandTests
{
    private const string First = "Capsule.Books/001_books";
    private const string Second = "Capsule.Books/002_authors";

    [Fact]
    public async Task A_target_ends_the_run_after_a_step_or_after_all_of_them()
    {
        await using var run = await ChainRun.CreateAsync();

        await run.SucceedAsync<SecondBooksContext>("migrate", "--target", "Capsule.Books/001");
        Assert.Equal(
            ["books: success", "authors: aboveTarget", "A: aboveTarget"],
            await run.StatesAsync<SecondBooksContext>("--target", "Capsule.Books/001")
        );
        await run.SucceedAsync<SecondBooksContext>("migrate", "--target", "A");

        Assert.Equal(["books: success", "authors: success", "A: success"], await run.StatesAsync<SecondBooksContext>());
    }

    [Fact]
    public async Task A_baseline_counts_the_steps_as_applied_and_a_later_step_is_pending()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.AskAsync<object>(
            "create schema chain; create table chain.a (id int primary key); create table chain.books (id int primary key, title text not null)"
        );

        await run.SucceedAsync<FirstBooksContext>("baseline", "--version", "A");

        Assert.Equal(["books: baseline", "A: baseline"], await run.StatesAsync<FirstBooksContext>());
        Assert.Equal(["books: baseline", "authors: pending", "A: baseline"], await run.StatesAsync<SecondBooksContext>());
        await run.SucceedAsync<SecondBooksContext>("migrate");
        Assert.Equal(["books: baseline", "authors: success", "A: baseline"], await run.StatesAsync<SecondBooksContext>());
    }

    [Fact]
    public async Task Drift_knows_what_steps_make()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        Assert.Contains($"pending, and so no drift: {Second}", await run.SucceedAsync<SecondBooksContext>("drift"));
        await run.AskAsync<object>("drop index chain.ix_books_title");
        var (code, output, _) = await run.InvokeAsync<FirstBooksContext>("drift");

        Assert.Equal(BundleExitCode.Drift, code);
        Assert.Contains("index chain.ix_books_title: the database has none, the migrations make CREATE INDEX", output);
    }

    [Fact]
    public async Task Lint_looks_at_pending_steps_and_a_directive_silences_a_rule()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        var (code, hurts, _) = await run.InvokeAsync<BlockingBooksContext>("lint");
        var harmless = await run.SucceedAsync<SecondBooksContext>("lint");

        Assert.Equal(BundleExitCode.Findings, code);
        Assert.Contains("Capsule.Books/002_blocking: error blocking-index on chain.books, index ix_books_upper", hurts);
        Assert.Contains("Capsule.Books/002_blocking: error still-in-use on chain.books.title", hurts);
        Assert.Contains($"{Second}: silenced not-null-without-default on chain.books.author", harmless);
        Assert.Contains("because the table is empty", harmless);
    }

    [Fact]
    public async Task A_dry_run_prints_a_step_and_changes_nothing()
    {
        await using var run = await ChainRun.CreateAsync();

        var output = await run.SucceedAsync<FirstBooksContext>("migrate", "--dry-run");

        Assert.Contains($"-- {First}\n", output);
        Assert.Contains("create table \"chain\".books", output);
        Assert.Contains("2 migrations would run; nothing was changed", output);
        Assert.False(await run.AskAsync<bool>("select to_regnamespace('chain') is not null"));
    }

    [Fact]
    public async Task The_script_has_the_steps_and_an_idempotent_one_can_run_twice()
    {
        await using var run = await ChainRun.CreateAsync();
        var script = await run.SucceedAsync<FirstBooksContext>("script", "--idempotent");

        await run.AskAsync<object>(script);
        await run.AskAsync<object>(script);

        Assert.Equal(["books: success", "A: success"], await run.StatesAsync<FirstBooksContext>());
        Assert.DoesNotContain("chain.a ", await run.SucceedAsync<SecondBooksContext>("script", "--from", First, "--to", Second));
        Assert.DoesNotContain("books", await run.SucceedAsync<SecondBooksContext>("script", "--from", "A"));
        await run.AskAsync<object>("drop schema chain cascade");
        await run.AskAsync<object>(await run.SucceedAsync<FirstBooksContext>("script"));
        Assert.Equal(["books: success", "A: success"], await run.StatesAsync<FirstBooksContext>());
        Assert.Equal(BundleExitCode.Usage, (await run.InvokeAsync<SecondBooksContext>("script", "--idempotent")).Code);
    }

    [Fact]
    public async Task Status_tells_a_pending_step()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        using var document = JsonDocument.Parse(await run.SucceedAsync<SecondBooksContext>("status", "--json"));

        Assert.Equal(Second, Assert.Single(document.RootElement.GetProperty("pending").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task The_same_steps_serve_another_schema()
    {
        await using var run = await ChainRun.CreateAsync();
        var options = new MigrationOptions
        {
            Service = "chain",
            Schema = "tenant \"7\"",
            Target = Second,
        };

        await new MigrationRun<SecondBooksContext>(
            new NpgsqlConnectionStringBuilder(run.ConnectionString),
            options,
            typeof(SecondBooksContext).Assembly
        ).MigrateAsync();

        Assert.True(
            await run.AskAsync<bool>("select to_regclass('\"tenant \"\"7\"\"\".books') is not null and to_regnamespace('chain') is null")
        );
    }
}
