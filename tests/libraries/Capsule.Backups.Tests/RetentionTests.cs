using System.Globalization;

namespace Capsule.Backups.Tests;

public sealed class RetentionTests
{
    // What there is, what stays, by day of 2026 and hour. 21 November is a Saturday; weeks begin on Monday.
    [Theory]
    [InlineData("1 0 0", "11-21 11-20 11-19", "11-21")]
    [InlineData("2 0 0", "11-21 11-20 11-19", "11-21 11-20")]
    [InlineData("2 0 0", "11-21T18 11-21T06 11-20T18 11-20T06 11-19", "11-21T18 11-20T18")]
    [InlineData("3 0 0", "11-21 11-10 10-01 09-01", "11-21 11-10 10-01")]
    [InlineData("0 2 0", "11-21 11-16 11-15 11-09 11-08", "11-21 11-15")]
    [InlineData("0 0 2", "11-21 11-01 10-31 10-01 09-30", "11-21 10-31")]
    [InlineData("2 2 2", "11-21 11-20 11-19 11-15 11-14 10-31 10-30", "11-21 11-20 11-15 10-31")]
    [InlineData("0 0 0", "11-21 11-20", "11-21")]
    [InlineData("0 0 0", "11-21 11-20v 11-19v", "11-21 11-20v")]
    [InlineData("1 0 0", "11-21i 11-20", "11-21i 11-20")]
    [InlineData("1 0 0", "11-21 11-20T21i 11-20T19i", "11-21 11-20T21i")]
    [InlineData("1 0 0", "11-21d 11-20 11-19d 11-18", "11-21d 11-20 11-19d")]
    [InlineData("7 4 6", "", "")]
    [InlineData("0 1 0", "01-01 2025-12-31 2025-12-29 2025-12-28", "01-01")]
    public void The_rules_keep_the_newest_of_each_period(string rules, string there, string stays)
    {
        var numbers = rules.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var now = new DateTimeOffset(2026, 11, 21, 20, 0, 0, TimeSpan.Zero);

        var plan = Retention.Plan([.. Words(there).Select(At)], new RetentionRules(numbers[0], numbers[1], numbers[2]), now);

        Assert.Equal(Words(stays), plan.Where(decision => decision.Keep).Select(decision => decision.Backup.Id));
        Assert.All(plan, decision => Assert.NotEmpty(decision.Reason));
    }

    [Fact]
    public async Task Prune_says_what_would_go_and_then_removes_it()
    {
        await using var run = await BackupRun.CreateAsync();
        var newest = await run.Backups.TakeAsync();
        var old = Path.Combine(run.Catalog.Folder, "20200101T000000Z");
        Directory.Move((await run.Backups.TakeAsync()).Folder, old);
        Directory.CreateDirectory(Path.Combine(run.Catalog.Folder, "20200102T000000Z.partial", "dump"));
        Directory.CreateDirectory(Path.Combine(run.Catalog.Folder, "notes"));
        string[] prune = ["backup", "prune", "--keep-daily", "1", "--keep-weekly", "0", "--keep-monthly", "0"];

        var dry = await run.InvokeAsync([.. prune, "--dry-run"]);
        var stillThere = Directory.Exists(old);
        var done = await run.InvokeAsync(prune);

        Assert.Equal((0, 0, true), (dry.Code, done.Code, stillThere));
        Assert.Matches(@"(?m)^20200101T000000Z +would go  not kept by any rule$", dry.Output);
        Assert.Matches(@"(?m)^20200102T000000Z.partial +would go  incomplete for more than a day$", dry.Output);
        Assert.Matches($@"(?m)^{newest.Id} +kept +newest, daily$", done.Output);
        Assert.Equal(
            [newest.Id, "notes"],
            Directory.EnumerateDirectories(run.Catalog.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        );
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>11-21 at noon, T06 at another hour; v verified, i incomplete, d damaged.</summary>
    private static Backup At(string word)
    {
        var text = word.TrimEnd('v', 'i', 'd');
        var (date, hour) = text.Split('T') is [var day, var at] ? (day, at) : (text, "12");
        var moment = DateTimeOffset.Parse($"{(date.Length > 5 ? date : "2026-" + date)}T{hour}:00:00Z", CultureInfo.InvariantCulture);
        var verified = word.EndsWith('v') ? new VerifiedBackup(moment, "15", 1, 1, 1, "") : null;
        return word[^1] switch
        {
            'i' => new Backup(
                word,
                "/nowhere",
                BackupState.Incomplete,
                moment,
                null,
                null,
                new BackupDamage(DamageKind.Incomplete, "x", "y")
            ),
            'd' => new Backup(
                word,
                "/nowhere",
                BackupState.Damaged,
                moment,
                null,
                null,
                new BackupDamage(DamageKind.ManifestAltered, "x", "y")
            ),
            _ => new Backup(word, "/nowhere", BackupState.Complete, moment, null, verified, null),
        };
    }
}
