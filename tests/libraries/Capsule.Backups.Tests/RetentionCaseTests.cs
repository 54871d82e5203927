namespace Capsule.Backups.Tests;

/// <summary>What retention does after failed nights and after gaps in the schedule.</summary>
public sealed class RetentionCaseTests
{
    // mighty840/orca#204: retention by age ran after failed nights as well and deleted the last good backup.
    [Fact]
    [Trait("Case", "A-BAK-06")]
    public async Task After_fifteen_failed_nights_the_last_good_backup_stays()
    {
        await using var run = await BackupRun.CreateAsync();
        var now = TimeProvider.System.GetUtcNow();
        var good = await AgedAsync(run, now.AddDays(-15));
        foreach (var days in Enumerable.Range(1, 14))
        {
            // Every second night left a backup that is damaged, the others one that was never finished.
            var failed = Path.Combine(run.Catalog.Folder, BackupId.Of(now.AddDays(-days), 1) + (days % 2 == 0 ? "" : BackupId.Partial));
            Directory.CreateDirectory(Path.Combine(failed, "dump"));
            File.Copy(Path.Combine(run.Catalog.Folder, good, "manifest.json"), Path.Combine(failed, "manifest.json"));
        }

        var prune = await run.InvokeAsync("backup", "prune", "--keep-daily", "14", "--keep-weekly", "0", "--keep-monthly", "0");

        Assert.Equal(0, prune.Code);
        Assert.Matches($@"(?m)^{good} +kept +last good one \(14 newer failed\), daily$", prune.Output);
        Assert.Equal(good, run.Catalog.Find(null).Id);
        Assert.Equal(0, (await run.InvokeAsync("backup", "verify")).Code);
    }

    // offen/docker-volume-backup#631: after a gap in the schedule, the next run deleted more than the user counted on.
    [Fact]
    [Trait("Case", "A-BAK-08")]
    public async Task A_gap_in_the_schedule_costs_no_backup_and_a_dry_run_lists_exactly_what_goes()
    {
        await using var run = await BackupRun.CreateAsync();
        var today = TimeProvider.System.GetUtcNow();
        var days = new Dictionary<int, string>();
        foreach (var day in new[] { 1, 2, 3, 5 })
        {
            days[day] = await AgedAsync(run, today.AddDays(day - 5));
        }

        string[] prune = ["backup", "prune", "--keep-daily", "3", "--keep-weekly", "0", "--keep-monthly", "0"];
        var dry = await run.InvokeAsync([.. prune, "--dry-run"]);
        var untouched = run.Catalog.List().Count;
        var done = await run.InvokeAsync(prune);

        Assert.Equal([days[1]], Lines(dry.Output, "would go"));
        Assert.Equal(4, untouched);
        Assert.Equal([days[1]], Lines(done.Output, "removed"));
        Assert.Equal([days[5], days[3], days[2]], run.Catalog.List().Select(backup => backup.Id));
    }

    private static IEnumerable<string> Lines(string output, string word) =>
        output.Split('\n').Where(line => line.Contains($" {word} ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]);

    private static async Task<string> AgedAsync(BackupRun run, DateTimeOffset moment)
    {
        var id = BackupId.Of(moment, 1);
        Directory.Move((await run.Backups.TakeAsync()).Folder, Path.Combine(run.Catalog.Folder, id));
        return id;
    }
}
