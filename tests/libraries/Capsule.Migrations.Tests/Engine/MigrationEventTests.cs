using Capsule.Migrations.Tests.Chains;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>The events MigrationApplied in the outbox of the service that is migrated.</summary>
public sealed class MigrationEventTests
{
    private const string Published = """
        select coalesce(string_agg((payload->>'version') || '_' || (payload->>'description'), ' ' order by sequence), '')
          from chain.outbox_messages where type = 'Capsule.Contracts:MigrationApplied'
        """;

    private const string Applied = """
        select string_agg(version || '_' || description, ' ' order by rank) from chain.schema_history where type = 'migration' and success
        """;

    [Fact]
    public async Task Every_applied_migration_is_published_once_although_the_first_ones_precede_the_outbox()
    {
        await using var run = await ChainRun.CreateAsync();

        await MigrateAsync(run);
        await MigrateAsync(run);

        var published = await run.AskAsync<string>(Published);
        Assert.StartsWith("Capsule.Data/001_extensions ", published, StringComparison.Ordinal);
        Assert.EndsWith(" 20260101000000_A", published, StringComparison.Ordinal);
        Assert.Equal(await run.AskAsync<string>(Applied), published);
        Assert.Equal(
            await run.AskAsync<long>("select count(*) from chain.__ef_migrations_history"),
            await run.AskAsync<long>("select count(distinct payload) from chain.outbox_messages")
        );
    }

    [Fact]
    public async Task Migrations_of_a_run_that_stopped_before_the_outbox_existed_are_published_by_the_next_run()
    {
        await using var run = await ChainRun.CreateAsync();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            MigrateAsync(
                run,
                progress: line =>
                {
                    if (line.StartsWith("applied Capsule.Data/002", StringComparison.Ordinal))
                    {
                        stop.Cancel();
                    }
                },
                cancellationToken: stop.Token
            )
        );
        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.__ef_migrations_history"));
        await MigrateAsync(run);

        Assert.Equal(await run.AskAsync<string>(Applied), await run.AskAsync<string>(Published));
    }

    [Fact]
    public async Task A_run_that_stops_right_after_the_outbox_was_created_has_published_what_precedes_it()
    {
        await using var run = await ChainRun.CreateAsync();

        await MigrateAsync(run, target: "Capsule.Messaging/001");

        Assert.Equal(await run.AskAsync<string>(Applied), await run.AskAsync<string>(Published));
        await MigrateAsync(run);
        Assert.Equal(await run.AskAsync<string>(Applied), await run.AskAsync<string>(Published));
    }

    [Fact]
    public async Task A_new_outbox_does_not_publish_again_what_the_old_one_has_published()
    {
        await using var run = await ChainRun.CreateAsync();
        await MigrateAsync(run);
        await run.SucceedAsync<PublishingContext>("undo", "--target", "Capsule.Messaging/0");

        await MigrateAsync(run);

        var published = (await run.AskAsync<string>(Published))!.Split(' ');
        Assert.Contains("Capsule.Messaging/001_outbox", published);
        Assert.All(published, name => Assert.StartsWith("Capsule.Messaging/", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_published_where_no_bus_is_configured()
    {
        await using var run = await ChainRun.CreateAsync();

        await MigrateAsync(run, publish: false);

        Assert.Equal("", await run.AskAsync<string>(Published));
    }

    private static Task<MigrationReport> MigrateAsync(
        ChainRun run,
        string? target = null,
        bool publish = true,
        Action<string>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        MigrationBundle.MigrateAsync<PublishingContext>(
            run.ConnectionString,
            new MigrationOptions
            {
                Service = "chain",
                Target = target,
                OutOfOrder = true,
                PublishEvents = publish,
                Progress = progress ?? (_ => { }),
            },
            typeof(ChainRun).Assembly,
            cancellationToken
        );
}
