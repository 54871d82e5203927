using System.Diagnostics;
using Capsule.Migrations.Tests.Scripted;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Engine;

/// <summary>Migrations that need a lock which somebody else holds.</summary>
public sealed class BlockedMigrationTests
{
    private static readonly ScriptedMigration Create = new("20260101000000_Create", ["create table chain.accounts (id int)"]);
    private static readonly ScriptedMigration Add = new("20260102000000_Add", ["alter table chain.accounts add column name text"]);

    private static async Task<(NpgsqlConnection Connection, int Pid)> IdleReaderAsync(ScriptedRun run)
    {
        var reader = await run.OpenAsync("idle reader");
        await using var read = new NpgsqlCommand("begin; select count(*) from chain.accounts", reader);
        await read.ExecuteNonQueryAsync();
        return (reader, reader.ProcessID);
    }

    // strelov1/freehire#1284, alphagov/notifications-api#3901
    [Fact, Trait("Case", "A-MIG-22")]
    public async Task An_idle_reader_is_named_and_other_readers_go_on()
    {
        await using var run = await ScriptedRun.CreateAsync(Create);
        await run.SucceedAsync("migrate");
        run.Use(Create, Add);
        var (reader, pid) = await IdleReaderAsync(run);
        await using var _ = reader;
        using var done = new CancellationTokenSource();
        var slowest = SlowestReadAsync(run, done.Token);

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "migrate", "--lock-timeout", "1", "--blocked-wait", "4");

        await done.CancelAsync();
        Assert.Contains("lock timeout", error);
        Assert.Contains($"blocked by session {pid} of role", error);
        Assert.Contains("application \"idle reader\", idle in transaction", error);
        Assert.Contains("s: select count(*) from chain.accounts)", error);
        Assert.InRange(await slowest, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(["20260101000000_Create: success", "20260102000000_Add: failed"], await run.StatesAsync());
    }

    [Fact]
    public async Task The_migration_is_applied_once_the_lock_is_free()
    {
        await using var run = await ScriptedRun.CreateAsync(Create);
        await run.SucceedAsync("migrate");
        run.Use(Create, Add);
        var (reader, _) = await IdleReaderAsync(run);
        var migrating = run.SucceedAsync("migrate", "--lock-timeout", "1");
        await Eventually.TrueAsync(
            () => run.AskAsync<bool>("select exists (select from pg_locks where not granted and relation = 'chain.accounts'::regclass)"),
            "the migration waits for the lock"
        );

        await reader.DisposeAsync();
        await migrating;

        Assert.True(await run.AskAsync<bool>("select exists (select name from chain.accounts) is not null"));
        Assert.Equal(2L, await run.AskAsync<long>("select count(*) from chain.schema_history"));
    }

    [Fact]
    public async Task A_concurrent_index_waits_for_an_old_transaction_longer_than_the_lock_timeout()
    {
        await using var run = await ScriptedRun.CreateAsync(Create);
        await run.SucceedAsync("migrate");
        run.Use(
            Create,
            new ScriptedMigration(
                "20260102000000_Index",
                [ScriptedMigration.Outside("create index concurrently ix on chain.accounts (id)")]
            )
        );
        var (reader, pid) = await IdleReaderAsync(run);
        var migrating = run.SucceedAsync("migrate", "--lock-timeout", "1");
        var waited = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () =>
                waited.Elapsed > TimeSpan.FromSeconds(1.5)
                && await run.AskAsync<bool>($"select {pid} = any (pg_blocking_pids(pid)) from pg_stat_progress_create_index"),
            "the build waits for the old transaction"
        );

        await reader.DisposeAsync();
        var output = await migrating;

        Assert.Contains($"20260102000000_Index waits for session {pid}", output);
        Assert.True(await run.AskAsync<bool>("select indisvalid from pg_index where indexrelid = 'chain.ix'::regclass"));
    }

    [Fact]
    public async Task Undo_waits_no_longer_than_the_lock_timeout_either()
    {
        await using var run = await ScriptedRun.CreateAsync(Create with { Down = ["drop table chain.accounts"] });
        await run.SucceedAsync("migrate");
        var (reader, pid) = await IdleReaderAsync(run);
        await using var _ = reader;

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "undo", "--lock-timeout", "1", "--blocked-wait", "1");

        Assert.Contains($"blocked by session {pid}", error);
        Assert.Equal(["20260101000000_Create: success"], await run.StatesAsync());
    }

    [Fact]
    public async Task Reset_waits_no_longer_than_the_lock_timeout_either()
    {
        await using var run = await ScriptedRun.CreateAsync(Create);
        await run.SucceedAsync("migrate");
        var (reader, pid) = await IdleReaderAsync(run);
        await using var _ = reader;

        var error = await run.FailAsync(BundleExitCode.MigrationFailed, "reset", "--lock-timeout", "1", "--blocked-wait", "1");

        Assert.Contains("The schema chain was not dropped", error);
        Assert.Contains($"blocked by session {pid}", error);
    }

    private static async Task<TimeSpan> SlowestReadAsync(ScriptedRun run, CancellationToken cancellationToken)
    {
        var slowest = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            await run.AskAsync<long>("select count(*) from chain.accounts");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        return slowest;
    }
}
