namespace Capsule.Backups;

/// <summary>How many backups to keep: the newest one of each of the last days, ISO weeks and months (UTC) that have one.</summary>
/// <param name="Daily">Number of days.</param>
/// <param name="Weekly">Number of weeks.</param>
/// <param name="Monthly">Number of months.</param>
public sealed record RetentionRules(int Daily, int Weekly, int Monthly);
