namespace Capsule.Backups.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public async Task A_backup_is_taken_listed_verified_and_restored_by_the_bundles_commands()
    {
        await using var run = await BackupRun.CreateAsync();
        var into = run.OtherName();

        var create = await run.InvokeAsync("backup", "create");
        var before = await run.InvokeAsync("backup", "list");
        var verify = await run.InvokeAsync("backup", "verify");
        var after = await run.InvokeAsync("backup", "list");
        var restore = await run.InvokeAsync("backup", "restore", "--into", into);

        Assert.Equal((0, ""), (create.Code, create.Error));
        Assert.Matches(@"sample: backup \d{8}T\d{6}Z of test_\w+: 6 tables, \d+ rows, [\d.]+ KiB in [\d.]+ s, in ", create.Output);
        Assert.Matches(@"(?m)^\d{8}T\d{6}Z  complete  \d+ +[\d.]+ KiB +20261121105545_AddReadings  - +-$", before.Output);
        Assert.Equal((0, ""), (verify.Code, verify.Error));
        Assert.Matches(@"sample: backup \w+ is good: 6 tables, \d+ rows, 2 migrations as in the manifest; restored in [\d.]+ s", verify.Output);
        Assert.Matches(@"(?m)^\w+Z  complete .* \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  [\d.]+ s$", after.Output);
        Assert.Equal((0, ""), (restore.Code, restore.Error));
        Assert.Equal(40L, await run.ScalarAsync<long>("select count(*) from sample.accounts", into));
    }
}
