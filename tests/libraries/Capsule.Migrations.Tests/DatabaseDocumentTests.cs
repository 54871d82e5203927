using Capsule.Sample.Migrations;
using Capsule.Testing;

namespace Capsule.Migrations.Tests;

public sealed class DatabaseDocumentTests
{
    private const string Expected = """
        | what | count | names |
        |---|---|---|
        | tables | 3 | `accounts`, `orders`, `readings` |
        | tables of Capsule.Data | 1 | `service_settings` |
        | tables of Capsule.Migrations | 2 | `__ef_migrations_history`, `schema_history` |
        | indexes | 6 | `ix_accounts_email`, `ix_orders_account_id`, `ix_readings_at`, `pk_accounts`, `pk_orders`, `pk_readings` |
        | indexes of Capsule.Data | 1 | `pk_service_settings` |
        | indexes of Capsule.Migrations | 2 | `pk___ef_migrations_history`, `pk_schema_history` |
        | foreign keys | 1 | `fk_orders_accounts_account_id` |
        | triggers | 2 | `accounts_set_updated_at`, `orders_set_updated_at` |
        | triggers of Capsule.Data | 1 | `service_settings_set_updated_at` |
        | functions of Capsule.Data | 5 | `add_partitions`, `drop_partitions`, `set_updated_at`, `time_partitions`, `uuid_at` |
        | extensions | 3 | `citext`, `pgcrypto`, `uuid-ossp` |
        """;

    [Fact]
    public async Task It_counts_and_names_what_the_database_holds()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var document = await DatabaseDocument.ReadAsync(run.ConnectionString, "sample", typeof(SampleDbContext));

        Assert.Equal(Expected, document.SchemaAtAGlance);
        document.AssertEquals(
            $"# Database\n\n## Schema at a glance\n\nSome words.\n\n{Expected}\n\nMore.\n\n## Growth\n\n| a |\n|---|\n",
            "DATABASE.md"
        );
    }

    [Fact]
    public async Task It_fails_when_a_name_or_count_differs_and_can_write_the_right_one()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>("create index ix_more on sample.accounts (created_at)");
        var outdated = $"# Database\n\n## Schema at a glance\n\n{Expected}\n\n## Growth\n";

        var document = await DatabaseDocument.ReadAsync(run.ConnectionString, "sample", typeof(SampleDbContext));

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

        var document = await DatabaseDocument.ReadAsync(run.ConnectionString, "sample", typeof(SampleDbContext));

        Assert.Throws<DocumentOutOfDateException>(() => document.AssertEquals("# Database\n\n## Growth\n", "DATABASE.md"));
    }
}
