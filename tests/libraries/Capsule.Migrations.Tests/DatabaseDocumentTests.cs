using Capsule.Testing;

namespace Capsule.Migrations.Tests;

public sealed class DatabaseDocumentTests
{
    private const string Expected = """
        | what | count | names |
        |---|---|---|
        | tables | 6 | `__ef_migrations_history`, `accounts`, `orders`, `readings`, `schema_history`, `service_settings` |
        | indexes | 9 | `ix_accounts_email`, `ix_orders_account_id`, `ix_readings_at`, `pk___ef_migrations_history`, `pk_accounts`, `pk_orders`, `pk_readings`, `pk_schema_history`, `pk_service_settings` |
        | foreign keys | 1 | `fk_orders_accounts_account_id` |
        | triggers | 3 | `accounts_set_updated_at`, `orders_set_updated_at`, `service_settings_set_updated_at` |
        | functions | 1 | `set_updated_at` |
        | extensions | 3 | `citext`, `pgcrypto`, `uuid-ossp` |
        """;

    [Fact]
    public async Task It_counts_and_names_what_the_database_holds()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var document = await DatabaseDocument.ReadAsync(run.ConnectionString, "sample");

        Assert.Equal(Expected, document.SchemaAtAGlance);
        document.AssertEquals($"# Database\n\n## Schema at a glance\n\nSome words.\n\n{Expected}\n\nMore.\n\n## Growth\n\n| a |\n|---|\n", "DATABASE.md");
    }

    [Fact]
    public async Task It_fails_when_a_name_or_count_differs_and_can_write_the_right_one()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>("create index ix_more on sample.accounts (created_at)");
        var outdated = $"# Database\n\n## Schema at a glance\n\n{Expected}\n\n## Growth\n";

        var document = await DatabaseDocument.ReadAsync(run.ConnectionString, "sample");

        var error = Assert.Throws<DocumentOutOfDateException>(() => document.AssertEquals(outdated, "DATABASE.md"));
        Assert.Contains("`ix_more`", error.Message);
        var written = document.WriteInto(outdated);
        document.AssertEquals(written, "DATABASE.md");
        Assert.EndsWith("|\n\n## Growth\n", written);
        document.AssertEquals(document.WriteInto("# Database\n\n## Schema at a glance\n\n## Growth\n"), "DATABASE.md");
    }

    [Fact]
    public async Task It_fails_without_the_section()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var document = await DatabaseDocument.ReadAsync(run.ConnectionString, "sample");

        Assert.Throws<DocumentOutOfDateException>(() => document.AssertEquals("# Database\n\n## Growth\n", "DATABASE.md"));
    }
}
