namespace Capsule.Backups;

/// <summary>
/// Where a sequence goes on. Sequences are outside of snapshots: the dump has a value between those before and after it, which are
/// the same unless somebody drew numbers meanwhile.
/// </summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="NextBefore">The number that would have come next before the dump.</param>
/// <param name="NextAfter">The number that would have come next after the dump.</param>
public sealed record BackedUpSequence(string Schema, string Name, decimal NextBefore, decimal NextAfter);
