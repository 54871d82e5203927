namespace Capsule.Backups;

/// <summary>Which backups to keep: the newest of each of so many days, ISO weeks and months (UTC) that have one.</summary>
/// <param name="Daily">How many days.</param>
/// <param name="Weekly">How many weeks.</param>
/// <param name="Monthly">How many months.</param>
public sealed record RetentionRules(int Daily, int Weekly, int Monthly);
