namespace Capsule.Migrations.Tests.Drift;

public sealed class DriftCommandTests
{
    [Fact]
    public async Task A_migrated_database_has_none()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal((BundleExitCode.Success, ""), (drift.Code, drift.Error));
        Assert.Matches(
            $@"^sample: no drift between schema sample of {run.Name} and the migrations up to 20261121105545_AddReadings; \d+ objects, \d+ ms$", drift.Lines[^1]);
        Assert.Equal(0L, await ScratchDatabasesAsync(run));
    }

    private static Task<long> ScratchDatabasesAsync(SampleRun run) =>
        run.AsOwnerAsync<long>($"select count(*) from pg_database where datname like '{run.Name}\\_drift\\_%'");
}
