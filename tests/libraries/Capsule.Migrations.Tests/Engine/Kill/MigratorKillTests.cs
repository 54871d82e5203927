namespace Capsule.Migrations.Tests.Engine.Kill;

/// <summary>Wherever a migrator is killed, the next run ends where an undisturbed one does.</summary>
public sealed class MigratorKillTests(ITestOutputHelper output)
{
    [Fact]
    public Task Killed_at_every_seventh_statement() => KilledAtStatementsAsync(7);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Killed_at_every_statement() => KilledAtStatementsAsync(1);

    [Fact]
    public Task Killed_at_random_moments() => KilledAtRandomAsync(4);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Killed_at_fifty_random_moments() => KilledAtRandomAsync(50);

    private async Task KilledAtStatementsAsync(int every)
    {
        var (expected, boundaries) = await UndisturbedAsync();
        output.WriteLine($"{boundaries} boundaries");
        Assert.True(boundaries > 25, $"{boundaries} boundaries");

        for (var boundary = 1; boundary <= boundaries; boundary += every)
        {
            await using var migrator = await KilledMigrator.CreateAsync();
            await migrator.StopAtAsync(boundary);
            await migrator.KillAtBoundaryAsync(boundary);
            await migrator.FinishAsync();

            Assert.Equal(expected, await migrator.ContentAsync());
        }
    }

    private async Task KilledAtRandomAsync(int kills)
    {
        var (expected, _) = await UndisturbedAsync();
        var seed = Environment.GetEnvironmentVariable("CAPSULE_TEST_SEED") is { } text ? int.Parse(text, null) : Environment.TickCount;
        output.WriteLine($"CAPSULE_TEST_SEED={seed}");
        var random = new Random(seed);
        var killedAtWork = 0;

        for (var kill = 0; kill < kills; kill++)
        {
            await using var migrator = await KilledMigrator.CreateAsync();
            using (var process = migrator.Start())
            {
                // A moment of its life, counted from where it begins to work: waited for by the process's own end.
                await Testing.Eventually.TrueAsync(
                    async () =>
                        process.HasExited
                        || await migrator.AskAsync<bool>(
                            "select exists (select from pg_stat_activity where application_name like 'chain-migrations %' and datname = current_database())"
                        ),
                    "the migrator connects"
                );
                using var moment = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(0, 900)));
                await process.WaitForExitAsync(moment.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                killedAtWork += process.HasExited ? 0 : 1;
                await migrator.EndAsync(process);
            }

            await migrator.FinishAsync();
            await migrator.StopAtAsync(0);
            Assert.Equal(expected, await migrator.ContentAsync());
        }

        output.WriteLine($"{killedAtWork} of {kills} were at work");
    }

    private static async Task<(string Content, int Boundaries)> UndisturbedAsync()
    {
        await using var migrator = await KilledMigrator.CreateAsync();
        await migrator.StopAtAsync(0);
        await migrator.FinishAsync();
        var boundaries = (int)await migrator.AskAsync<long>("select last_value from public.boundaries");
        return (await migrator.ContentAsync(), boundaries);
    }
}
