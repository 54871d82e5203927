using Microsoft.Extensions.Time.Testing;

namespace Capsule.Backups.Tests;

public sealed class TimeZoneTests
{
    private const string NewYork = "America/New_York";

    // duplicati/duplicati#2857, pgbackrest/pgbackrest#1226, nixys/nxs-backup#79, charles-001/backup-warden#3: with names in local time, two
    // backups of the repeated hour had one name, or names in the wrong order, and retention moved by a day.
    [Fact]
    [Trait("Case", "A-BAK-16")]
    public async Task Backups_of_the_repeated_hour_have_names_and_an_order_of_their_own_in_every_zone()
    {
        await using var run = await BackupRun.CreateAsync();
        var summer = await TakeAsync(run, new DateTimeOffset(2027, 11, 7, 5, 30, 0, TimeSpan.Zero));
        await run.ExecuteAsync("insert into sample.accounts (email) values ('later@example.org')");
        var winter = await TakeAsync(run, new DateTimeOffset(2027, 11, 7, 6, 30, 0, TimeSpan.Zero));
        var into = run.OtherName();

        var local = await run.InvokeInZoneAsync(NewYork, "backup", "list");
        var restore = await run.InvokeInZoneAsync(NewYork, "backup", "restore", "--into", into);
        var prune = await run.InvokeInZoneAsync(
            NewYork,
            "backup",
            "prune",
            "--keep-daily",
            "1",
            "--keep-weekly",
            "0",
            "--keep-monthly",
            "0",
            "--dry-run"
        );
        var utc = await run.InvokeInZoneAsync("UTC", "backup", "list");

        Assert.Equal(("20271107T053000Z", "20271107T063000Z"), (summer.Id, winter.Id));
        Assert.Equal((0, 0), (local.Code, restore.Code));
        Assert.Equal([winter.Id, summer.Id], Names(local.Output));
        Assert.Equal(local.Output, utc.Output);
        Assert.Equal(41L, await run.ScalarAsync<long>("select count(*) from sample.accounts", into));
        Assert.Matches($@"(?m)^{winter.Id} +kept +newest, daily$", prune.Output);
        Assert.Matches($@"(?m)^{summer.Id} +would go +not kept by any rule$", prune.Output);
    }

    // 03:30 UTC is still the day before in New York: the days of retention are those of UTC in every zone.
    [Fact]
    [Trait("Case", "A-BAK-16")]
    public async Task Retention_counts_the_same_days_in_every_zone()
    {
        await using var run = await BackupRun.CreateAsync();
        foreach (var hour in new[] { 3, 22, 27 })
        {
            await TakeAsync(run, new DateTimeOffset(2027, 11, 7, 0, 30, 0, TimeSpan.Zero).AddHours(hour));
        }

        string[] prune = ["backup", "prune", "--keep-daily", "2", "--keep-weekly", "0", "--keep-monthly", "0", "--dry-run"];
        var plans = new List<string>();
        foreach (var zone in new[] { NewYork, "UTC", "Asia/Tokyo" })
        {
            plans.Add((await run.InvokeInZoneAsync(zone, prune)).Output);
        }

        Assert.Single(plans.Distinct());
        Assert.Matches(@"(?m)^20271107T033000Z +would go", plans[0]);
        Assert.Matches(@"(?m)^20271107T223000Z +kept +daily$", plans[0]);
        Assert.Matches(@"(?m)^20271108T033000Z +kept +newest, daily$", plans[0]);
    }

    private static Task<Backup> TakeAsync(BackupRun run, DateTimeOffset moment)
    {
        var clock = new FakeTimeProvider(moment);
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(NewYork));
        return new ServiceBackups(run.Owner, run.Options with { Clock = clock }).TakeAsync();
    }

    private static IEnumerable<string> Names(string output) =>
        output.Split('\n').Select(line => line.Split(' ')[0]).Where(word => word.EndsWith('Z'));
}
