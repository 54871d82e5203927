namespace Capsule.Messaging;

/// <summary>
/// How many messages share a transaction: one more after each full group that was quick, half after one that was slow, and one alone after
/// one that failed. So slow consumers keep no other message waiting, and those that fail or meet in deadlocks pay little for it.
/// </summary>
internal sealed class GroupSize(int most)
{
    /// <summary>How long a group may take to grow further; at twice that it shrinks.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);

    private int _current = 1;

    public int Current => Volatile.Read(ref _current);

    public void Succeeded(int messages, TimeSpan elapsed)
    {
        var current = Current;
        if (elapsed > 2 * Quick)
        {
            Volatile.Write(ref _current, Math.Max(1, current / 2));
        }
        else if (messages >= current && elapsed < Quick)
        {
            Volatile.Write(ref _current, Math.Min(most, current + 1));
        }
    }

    public void Failed() => Volatile.Write(ref _current, 1);
}
