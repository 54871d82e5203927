using System.Text.Json;
using Capsule.Migrations.Tests.Chains;
using Capsule.Migrations.Tests.Libraries;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>The steps of a library are treated as the service's own migrations are.</summary>
public sealed class LibraryStepTests
{
    private const string First = "Capsule.Books/001_books";
    private const string Second = "Capsule.Books/002_authors";
    private const string Own = "20260101000000_A";

    [Fact]
    public async Task Steps_are_applied_before_the_services_migrations_and_recorded_with_their_checksums()
    {
        await using var run = await ChainRun.CreateAsync();

        await run.SucceedAsync<SecondBooksContext>("migrate");

        Assert.Equal(
            [First, Second, Own],
            (
                await run.AskAsync<string[]>(
                    "select array_agg(version || '_' || description order by rank) from chain.schema_history where success and length(checksum) = 64"
                )
            )!
        );
        Assert.Equal(
            [Own, First, Second],
            (
                await run.AskAsync<string[]>(
                    "select array_agg(migration_id::text order by migration_id collate \"C\") from chain.__ef_migrations_history"
                )
            )!
        );
        Assert.Equal(2, await run.AskAsync<int>("select steps_done from chain.schema_history where version = 'Capsule.Books/002'"));
        Assert.True(await run.AskAsync<bool>("select indisvalid from pg_index where indexrelid = 'chain.ix_books_author'::regclass"));
        Assert.True(await run.AskAsync<bool>($"select has_table_privilege('{run.Role}', 'chain.books', 'select, insert, update, delete')"));
    }

    [Fact]
    public async Task Info_names_the_library()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        using var document = JsonDocument.Parse(await run.SucceedAsync<SecondBooksContext>("info", "--json"));
        var table = await run.SucceedAsync<SecondBooksContext>("info");

        Assert.Equal(
            [("Capsule.Books", First, "success", "ok"), ("Capsule.Books", Second, "pending", "unknown"), (null, Own, "success", "ok")],
            document
                .RootElement.GetProperty("migrations")
                .EnumerateArray()
                .Select(one =>
                    (
                        one.GetProperty("library").GetString(),
                        one.GetProperty("name").GetString()!,
                        one.GetProperty("state").GetString()!,
                        one.GetProperty("checksum").GetString()!
                    )
                )
        );
        Assert.Matches(@"(?m)^Capsule\.Books/002 +authors +pending ", table);
    }

    [Fact]
    public async Task A_new_step_is_one_file_and_is_pending_although_later_migrations_are_applied()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        var (code, error) = await run.InvokeInProductionAsync(new MigrateCommand<SecondBooksContext>());
        var future = await run.StatesAsync<FirstBooksContext>();

        Assert.True(code == BundleExitCode.Success, error);
        Assert.Equal(["books: success", "authors: success", "A: success"], await run.StatesAsync<SecondBooksContext>());
        Assert.Equal(["books: success", "authors: future", "A: success"], future);
    }

    [Fact]
    public async Task A_step_that_was_edited_is_refused_and_repair_takes_its_checksum()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        var (code, _, error) = await run.InvokeAsync<EditedBooksContext>("migrate");
        var (validated, output, _) = await run.InvokeAsync<EditedBooksContext>("validate");

        Assert.Equal((BundleExitCode.Findings, BundleExitCode.Findings), (code, validated));
        Assert.Contains($"{First} was edited after it was applied. Put the edit into a step of its own", error);
        Assert.Contains($"{First} is not what was applied", output);
        Assert.Equal(["books: outdated", "A: success"], await run.StatesAsync<EditedBooksContext>());
        await run.SucceedAsync<EditedBooksContext>("repair");
        Assert.Equal(["books: success", "A: success"], await run.StatesAsync<EditedBooksContext>());
    }

    [Fact]
    public async Task A_step_can_be_undone_while_the_services_migrations_stay_and_all_can()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<SecondBooksContext>("migrate");

        await run.SucceedAsync<SecondBooksContext>("undo", "--target", "Capsule.Books/001");
        Assert.Equal(["books: success", "authors: undone", "A: success"], await run.StatesAsync<SecondBooksContext>());
        Assert.False(
            await run.AskAsync<bool>(
                "select exists (select from pg_attribute where attrelid = 'chain.books'::regclass and attname = 'author' and not attisdropped)"
            )
        );

        await run.SucceedAsync<SecondBooksContext>("undo", "--target", "Capsule.Books/0");
        Assert.Equal(["books: undone", "authors: undone", "A: success"], await run.StatesAsync<SecondBooksContext>());

        await run.SucceedAsync<SecondBooksContext>("migrate");
        await run.SucceedAsync<SecondBooksContext>("undo", "--target", "0");
        Assert.Equal(["books: undone", "authors: undone", "A: undone"], await run.StatesAsync<SecondBooksContext>());
        Assert.Equal(0L, await run.AskAsync<long>("select count(*) from chain.__ef_migrations_history"));
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.books') is not null"));
    }

    [Fact]
    public async Task Undo_without_a_target_takes_back_the_services_newest_migration_first()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstBooksContext>("migrate");

        await run.SucceedAsync<FirstBooksContext>("undo");
        Assert.Equal(["books: success", "A: undone"], await run.StatesAsync<FirstBooksContext>());
        await run.SucceedAsync<FirstBooksContext>("undo");

        Assert.Equal(["books: undone", "A: undone"], await run.StatesAsync<FirstBooksContext>());
    }

    [Fact]
    public async Task A_step_without_an_undo_part_is_not_undone()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<BlockingBooksContext>("migrate");

        var (code, _, error) = await run.InvokeAsync<BlockingBooksContext>("undo", "--target", "Capsule.Books/001");

        Assert.Equal(BundleExitCode.Findings, code);
        Assert.Contains("Capsule.Books/002_blocking has no undo part, so it cannot be undone.", error);
    }

    [Fact]
    public async Task A_step_that_fails_is_rolled_back_and_the_services_migrations_wait_for_it()
    {
        await using var run = await ChainRun.CreateAsync();

        var (code, _, error) = await run.InvokeAsync<BrokenBooksContext>("migrate");

        Assert.Equal(BundleExitCode.MigrationFailed, code);
        Assert.Contains("Capsule.Books/002_broken failed and was rolled back: 22012: division by zero", error);
        Assert.Equal(["books: success", "broken: failed", "A: pending"], await run.StatesAsync<BrokenBooksContext>());
        Assert.False(await run.AskAsync<bool>("select to_regclass('chain.half') is not null"));
        await run.SucceedAsync<SecondBooksContext>("migrate");
        Assert.True(await run.AskAsync<bool>("select to_regclass('chain.a') is not null"));
    }

    [Fact]
    public async Task Forty_bundles_at_once_apply_each_step_once()
    {
        await using var run = await ChainRun.CreateAsync();
        var options = new MigrationOptions { Service = "chain", LockWait = TimeSpan.FromMinutes(3) };

        var reports = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(_ =>
                    MigrationBundle.MigrateAsync<SecondBooksContext>(run.ConnectionString, options, typeof(SecondBooksContext).Assembly)
                )
        );

        Assert.Equal(
            [Own, First, Second],
            reports.SelectMany(report => report.Applied).Select(migration => migration.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(3L, await run.AskAsync<long>("select count(*) from chain.schema_history"));
    }
}
