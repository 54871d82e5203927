using Capsule.Testing;
using Npgsql;

namespace Capsule.Backups.Tests;

public sealed class KilledTests
{
    [Fact]
    public async Task A_backup_that_was_killed_half_way_is_incomplete_and_goes_after_a_day()
    {
        await using var run = await BackupRun.CreateAsync();
        await using var blocker = await LockAsync(run);
        using var process = run.Start("backup", "create");
        await Eventually.TrueAsync(() => IsDumpingAsync(run), "pg_dump waits for the table");
        var commandLines = DumpCommandLines(run);

        process.Kill();
        await process.WaitForExitAsync();

        var incomplete = Assert.Single(run.Catalog.List());
        Assert.Equal((BackupState.Incomplete, null), (incomplete.State, incomplete.Manifest));
        Assert.Equal(8, (await run.InvokeAsync("backup", "verify")).Code);
        Assert.Matches(@"(?m)^\d+T\d+Z.partial  incomplete ", (await run.InvokeAsync("backup", "list")).Output);
        var rules = new RetentionRules(1, 0, 0);
        Assert.True(Retention.Plan([incomplete], rules, incomplete.TakenAt.AddHours(23))[0].Keep);
        Assert.False(Retention.Plan([incomplete], rules, incomplete.TakenAt.AddHours(25))[0].Keep);
        Assert.NotEmpty(commandLines);
        Assert.All(commandLines, line => Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(run.ConnectionString).Password!, line));
    }

    [Fact]
    public async Task A_backup_that_is_being_written_is_never_pruned()
    {
        await using var run = await BackupRun.CreateAsync();
        await using var blocker = await LockAsync(run);
        using var process = run.Start("backup", "create");
        await Eventually.TrueAsync(() => IsDumpingAsync(run), "pg_dump waits for the table");

        var decision = Assert.Single(
            Retention.Plan(run.Catalog.List(), new RetentionRules(0, 0, 0), TimeProvider.System.GetUtcNow().AddDays(3))
        );
        await blocker.CloseAsync();
        await process.WaitForExitAsync();

        Assert.Equal((true, "being written"), (decision.Keep, decision.Reason));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(BackupState.Complete, Assert.Single(run.Catalog.List()).State);
    }

    [Fact]
    public async Task A_backup_that_was_stopped_leaves_nothing()
    {
        await using var run = await BackupRun.CreateAsync();
        await using var blocker = await LockAsync(run);
        using var stop = new CancellationTokenSource();
        var take = run.Backups.TakeAsync(stop.Token);
        await Eventually.TrueAsync(() => IsDumpingAsync(run), "pg_dump waits for the table");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => take);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Catalog.Folder));
        Assert.Empty(DumpCommandLines(run));
    }

    [Fact]
    public async Task A_verification_that_was_stopped_drops_its_database()
    {
        await using var run = await BackupRun.CreateAsync();
        using var stop = new CancellationTokenSource();
        string? scratch = null;
        var backups = new ServiceBackups(
            run.Owner,
            run.Options with
            {
                Validate = async (restored, _, token) =>
                {
                    scratch = restored.Database;
                    await stop.CancelAsync();
                    token.ThrowIfCancellationRequested();
                    return [];
                },
            }
        );
        var backup = await backups.TakeAsync(CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backups.VerifyAsync(backup, stop.Token));

        Assert.NotNull(scratch);
        Assert.False(await run.ExistsAsync(scratch));
        Assert.Null(run.Catalog.Read(backup.Folder).Verified);
    }

    [Fact]
    public async Task What_a_killed_verification_left_behind_goes_with_the_next()
    {
        await using var run = await BackupRun.CreateAsync();
        var service = $"s{Guid.NewGuid():n}"[..12];
        var backups = new ServiceBackups(run.Owner, run.Options with { Service = service });
        var left = DatabaseName.Scratch(service);
        var inUse = DatabaseName.Scratch(service);
        run.AlsoDrop(inUse);
        await run.ScalarAsync<object>($"create database {left}", "postgres");
        await run.ScalarAsync<object>($"create database {inUse}", "postgres");
        await using var verifying = await DatabaseSession.OpenServerAsync(run.Owner, inUse, default);

        await backups.VerifyAsync(await backups.TakeAsync());

        Assert.Equal((false, true), (await run.ExistsAsync(left), await run.ExistsAsync(inUse)));
        Assert.Empty(await ScratchDatabases.AbandonedAsync(run, service));
    }

    private static async Task<NpgsqlConnection> LockAsync(BackupRun run)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(run.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("begin; lock table sample.service_settings", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static Task<bool> IsDumpingAsync(BackupRun run) =>
        run.ScalarAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike 'lock table%')"
        );

    private static IReadOnlyList<string> DumpCommandLines(BackupRun run) =>
        [
            .. RunningProcess
                .Of("PGDATABASE=" + run.Name, "/nowhere")
                .Select(process => process.CommandLine)
                .Where(line => line.Contains("--snapshot=", StringComparison.Ordinal)),
        ];
}
