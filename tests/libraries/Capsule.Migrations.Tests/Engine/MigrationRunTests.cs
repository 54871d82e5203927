using Capsule.Sample.Migrations;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

public sealed class MigrationRunTests
{
    private const string Initial = "20261121105530_Initial";
    private const string AddReadings = "20261121105545_AddReadings";

    [Fact]
    public async Task It_applies_what_is_pending_and_then_nothing()
    {
        await using var run = await SampleRun.CreateAsync();

        var first = await run.MigrateAsync();
        var second = await run.MigrateAsync();

        Assert.Equal([.. SampleRun.LibrarySteps, Initial, AddReadings], first.Applied.Select(migration => migration.Name));
        Assert.Equal((run.Name, "sample", 0), (first.Database, first.Schema, first.AlreadyApplied));
        Assert.Empty(second.Applied);
        Assert.Equal(first.Applied.Count, second.AlreadyApplied);
        Assert.All(run.Progress, line => Assert.StartsWith("applied ", line, StringComparison.Ordinal));
        Assert.Equal(first.Applied.Count, run.Progress.Count);
    }

    [Fact]
    public async Task The_steps_of_the_library_and_the_first_migration_make_extensions_settings_and_triggers()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        Assert.Equal(
            ["citext", "pgcrypto", "uuid-ossp"],
            (
                await run.AsOwnerAsync<string[]>(
                    """
                    select array_agg(extname::text order by extname) from pg_extension
                     where extnamespace = 'public'::regnamespace and extname <> 'pg_stat_statements'
                    """
                )
            )!
        );
        Assert.Equal(
            ["runtime.page_size=50", "schema.version=\"20261121105545_AddReadings\"", "service.name=\"sample\""],
            (
                await run.AsApiAsync<string[]>(
                    """
                    select array_agg(key || '=' || value order by key) from sample.service_settings where key <> 'service.initialised_at'
                    """
                )
            )!
        );
        Assert.True(
            await run.AsApiAsync<bool>(
                """
                select (value #>> '{}')::timestamptz > now() - interval '1 minute' from sample.service_settings where key = 'service.initialised_at'
                """
            )
        );
    }

    [Fact]
    public async Task The_trigger_keeps_updated_at()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        await using var context = run.ApiContext();
        var account = new Account { Email = "a@b" };
        context.Add(account);
        await context.SaveChangesAsync();
        var (created, updated) = (account.CreatedAt, account.UpdatedAt);

        account.Email = "c@d";
        await context.SaveChangesAsync();

        Assert.Equal(created, account.CreatedAt);
        Assert.True(account.UpdatedAt > updated, "the change was read back");
        Assert.True(await run.AsApiAsync<bool>("select updated_at > created_at from sample.accounts"));
    }

    [Fact]
    public async Task Info_tells_where_each_stands()
    {
        await using var run = await SampleRun.CreateAsync();
        var info = new MigrationRun<SampleDbContext>(
            new NpgsqlConnectionStringBuilder(run.ConnectionString),
            run.Options(),
            typeof(SampleDbContext).Assembly
        );

        var before = await info.InfoAsync();
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>(
            $"""
            delete from sample.__ef_migrations_history where migration_id = '{AddReadings}';
            insert into sample.__ef_migrations_history values ('29990101000000_Later', '99.0')
            """
        );
        var after = await info.InfoAsync();

        Assert.Equal(
            [
                .. SampleRun.LibrarySteps.Select(step => (step, MigrationState.Pending)),
                (Initial, MigrationState.Pending),
                (AddReadings, MigrationState.Pending),
            ],
            before.Select(row => (row.Name, row.State))
        );
        Assert.Equal(
            [
                .. SampleRun.LibrarySteps.Select(step => (step, MigrationState.Success)),
                (Initial, MigrationState.Success),
                (AddReadings, MigrationState.Pending),
                ("29990101000000_Later", MigrationState.Future),
            ],
            after.Select(row => (row.Name, row.State))
        );
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_and_those_before_stay()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>("create schema sample; create table sample.readings (x int)");

        var error = await Assert.ThrowsAsync<MigrationException>(() => run.MigrateAsync());
        await run.AsOwnerAsync<object>("drop table sample.readings");
        var again = await run.MigrateAsync();

        Assert.Equal(MigrationErrorKind.MigrationFailed, error.Kind);
        Assert.Contains(AddReadings, error.Message);
        Assert.Contains("42P07", error.Message);
        Assert.Equal([AddReadings], again.Applied.Select(migration => migration.Name));
    }

    [Fact]
    public async Task The_same_migrations_serve_another_schema()
    {
        await using var run = await SampleRun.CreateAsync();

        await run.MigrateAsync(schema: "tenant \"7\"");
        await run.MigrateAsync(schema: "tenant_8");

        Assert.False(await run.AsOwnerAsync<bool>("select to_regnamespace('sample') is not null"));
        var namesOf = "select array_agg(relname::text order by relname) from pg_class where relkind in ('r', 'i', 'S') and relnamespace = ";
        var seven = await run.AsOwnerAsync<string[]>($"{namesOf}(select oid from pg_namespace where nspname = 'tenant \"7\"')");
        Assert.Equal(await run.AsOwnerAsync<string[]>($"{namesOf}'tenant_8'::regnamespace"), seven);
        Assert.Contains("ix_readings_at", seven!);
        await using var context = run.ApiContext("tenant \"7\"");
        context.Add(new Account { Email = "a@b" });
        await context.SaveChangesAsync();
        Assert.Equal(1L, await run.AsApiAsync<long>("select count(*) from \"tenant \"\"7\"\"\".accounts"));
        Assert.Equal(0L, await run.AsApiAsync<long>("select count(*) from tenant_8.accounts"));
    }
}
