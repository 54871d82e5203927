using System.Globalization;

namespace Capsule.Backups;

/// <summary>Decides which backups are kept, and removes the others.</summary>
public static class Retention
{
    private static readonly TimeSpan IncompleteFor = TimeSpan.FromDays(1);

    /// <summary>
    /// Decides for each backup. Only complete backups count, whose manifest and sizes are right and whose last verification did not fail.
    /// The newest of them and the newest verified one are always kept, and so are damaged and failed ones, which an operator should
    /// inspect; an incomplete one is removed after a day.
    /// </summary>
    public static IReadOnlyList<RetentionDecision> Plan(IReadOnlyList<Backup> backups, RetentionRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(backups);
        ArgumentNullException.ThrowIfNull(rules);

        var complete = backups.Where(backup => backup.State == BackupState.Complete).OrderByDescending(backup => backup.TakenAt).ToList();
        var reasons = new (string Reason, IEnumerable<Backup> Kept)[]
        {
            (NewestReason(backups, complete), complete.Take(1)),
            ("newest verified", complete.Where(backup => backup.Verified is not null).Take(1)),
            ("daily", NewestOfEach(complete, rules.Daily, day => (day.Year, day.DayOfYear))),
            ("weekly", NewestOfEach(complete, rules.Weekly, day => (ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day)))),
            ("monthly", NewestOfEach(complete, rules.Monthly, day => (day.Year, day.Month))),
        }
            .SelectMany(rule => rule.Kept.Select(backup => (backup.Id, rule.Reason)))
            .ToLookup(kept => kept.Id, kept => kept.Reason);
        return
        [
            .. backups.Select(backup =>
                backup.State switch
                {
                    BackupState.Complete => new RetentionDecision(
                        backup,
                        reasons.Contains(backup.Id),
                        reasons.Contains(backup.Id) ? string.Join(", ", reasons[backup.Id]) : "not kept by any rule"
                    ),
                    BackupState.Damaged => new RetentionDecision(backup, true, $"damaged, inspect it: {backup.Damage}"),
                    BackupState.Failed => new RetentionDecision(
                        backup,
                        true,
                        $"failed its verification, inspect it: {backup.Failed!.Reason}"
                    ),
                    _ => Incomplete(backup, now),
                }
            ),
        ];
    }

    /// <summary>Removes the backups that are not kept. A backup whose removal was interrupted remains as an incomplete one.</summary>
    public static void Remove(IEnumerable<RetentionDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);

        foreach (var decision in decisions.Where(decision => !decision.Keep))
        {
            var folder = decision.Backup.Folder;
            if (!folder.EndsWith(BackupId.Partial, StringComparison.Ordinal))
            {
                Directory.Move(folder, folder + BackupId.Partial);
                folder += BackupId.Partial;
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static string NewestReason(IReadOnlyList<Backup> backups, List<Backup> complete)
    {
        var newer = backups.Count(backup =>
            complete.Count > 0
            && backup.TakenAt > complete[0].TakenAt
            && (backup.State != BackupState.Incomplete || !PartialBackup.IsBeingWritten(backup.Folder))
        );
        return newer == 0 ? "newest" : string.Create(CultureInfo.InvariantCulture, $"last good one ({newer} newer failed)");
    }

    private static IEnumerable<Backup> NewestOfEach<TPeriod>(
        IEnumerable<Backup> newestFirst,
        int periods,
        Func<DateTime, TPeriod> period
    ) => newestFirst.DistinctBy(backup => period(backup.TakenAt.UtcDateTime)).Take(periods);

    private static RetentionDecision Incomplete(Backup backup, DateTimeOffset now) =>
        PartialBackup.IsBeingWritten(backup.Folder) ? new RetentionDecision(backup, true, "being written")
        : now - backup.TakenAt > IncompleteFor ? new RetentionDecision(backup, false, "incomplete for more than a day")
        : new RetentionDecision(backup, true, "incomplete, less than a day old");
}
