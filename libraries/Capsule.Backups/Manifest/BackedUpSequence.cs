namespace Capsule.Backups;

/// <summary>
/// The next value of a sequence. Sequences are not part of snapshots, so the dump contains a value between the two; they are equal unless
/// the sequence was used during the dump.
/// </summary>
/// <param name="Schema">The sequence's schema.</param>
/// <param name="Name">The sequence's name.</param>
/// <param name="NextBefore">The next value before the dump.</param>
/// <param name="NextAfter">The next value after the dump.</param>
public sealed record BackedUpSequence(string Schema, string Name, decimal NextBefore, decimal NextAfter);
