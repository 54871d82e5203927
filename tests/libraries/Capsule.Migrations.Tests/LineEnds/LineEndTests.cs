using System.Text;
using System.Text.Json;
using Capsule.Data;
using Capsule.Migrations.Tests.Chains;

namespace Capsule.Migrations.Tests.LineEnds;

// flyway/flyway#253, flyway/flyway#2413: a script converted to CRLF or with a byte order mark failed validation, or did not parse.
[Trait("Case", "A-MIG-12")]
public sealed class LineEndTests
{
    [Fact]
    public async Task The_converted_files_have_CRLF_and_a_byte_order_mark()
    {
        await using var stream = typeof(LineEndTests).Assembly.GetManifestResourceStream("books/converted/001_books.sql")!;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);

        Assert.StartsWith("\uFEFFcreate table", Encoding.UTF8.GetString(bytes.ToArray()));
        Assert.Contains(";\r\n", Encoding.UTF8.GetString(bytes.ToArray()));
        Assert.Contains(
            "hello\r\n",
            ((Microsoft.EntityFrameworkCore.Migrations.Operations.SqlOperation)new ConvertedGreeting().UpOperations[0]).Sql
        );
    }

    [Fact]
    public async Task Converted_files_are_the_migrations_that_were_applied()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<OriginalContext>("migrate");

        Assert.Empty(await ChangedAsync<ConvertedContext>(run));
        Assert.Contains("0 applied, 2 before", await run.SucceedAsync<ConvertedContext>("migrate"));
        await run.SucceedAsync<ConvertedContext>("drift");
        Assert.Equal(Sum(new OriginalGreeting()), Sum(new ConvertedGreeting()));
    }

    [Fact]
    public async Task Converted_files_make_the_same_objects_in_an_empty_database()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<ConvertedContext>("migrate");

        Assert.Empty(await ChangedAsync<OriginalContext>(run));
        await run.SucceedAsync<OriginalContext>("drift");
        Assert.Equal("hello\nworld", await run.AskAsync<string>("select chain.greeting()"));
    }

    [Fact]
    public async Task A_changed_letter_is_refused_by_the_name_of_the_file()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<OriginalContext>("migrate");

        Assert.Equal(["Capsule.Books/001_books", "20260101000000_Greeting"], await ChangedAsync<ChangedContext>(run));
        var (code, _, error) = await run.InvokeAsync<ChangedContext>("migrate");
        Assert.Equal(BundleExitCode.Findings, code);
        Assert.Contains("Capsule.Books/001_books was edited after it was applied", error);
    }

    [Fact]
    public async Task A_migration_that_begins_with_a_byte_order_mark_applies()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<MarkedContext>("migrate");

        Assert.True(await run.AskAsync<bool>("select to_regclass('chain.marked') is not null"));
    }

    private static string Sum(Microsoft.EntityFrameworkCore.Migrations.Migration migration) => OperationsChecksum.Of(migration);

    private static async Task<string[]> ChangedAsync<TContext>(ChainRun run)
        where TContext : ServiceDbContext
    {
        var (_, output, _) = await run.InvokeAsync<TContext>("validate", "--json");
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document
                .RootElement.GetProperty("findings")
                .EnumerateArray()
                .Where(finding => finding.GetProperty("kind").GetString() == "changed")
                .Select(finding => finding.GetProperty("migration").GetString()!),
        ];
    }
}
