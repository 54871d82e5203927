namespace Capsule.Messaging;

/// <summary>
/// Decides how many messages share a transaction: one more after each full group that was quick, half after a slow group, and one after a
/// group that failed. Slow consumers thus delay no other messages, and the cost of failures and deadlocks stays low.
/// </summary>
internal sealed class GroupSize(int max)
{
    /// <summary>A group that takes no longer than this may grow; a group that takes twice as long shrinks.</summary>
    public static readonly TimeSpan QuickDuration = TimeSpan.FromMilliseconds(50);

    private int _current = 1;

    public int Current => Volatile.Read(ref _current);

    public void Succeeded(int messages, TimeSpan elapsed)
    {
        var current = Current;
        if (elapsed > 2 * QuickDuration)
        {
            Volatile.Write(ref _current, Math.Max(1, current / 2));
        }
        else if (messages >= current && elapsed < QuickDuration)
        {
            Volatile.Write(ref _current, Math.Min(max, current + 1));
        }
    }

    public void Failed() => Volatile.Write(ref _current, 1);
}
