using System.Threading.Channels;

namespace Capsule.Workers;

/// <summary>Wakes a waiting worker. Any number of signals during a run cause one more run.</summary>
public class WakeSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Wakes the worker now, or as soon as it waits.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits until woken, until <paramref name="timeout"/> has passed, or until cancelled.</summary>
    internal async Task WaitAsync(TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        Task woken = _wake.Reader.WaitToReadAsync(either.Token).AsTask();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wake.Reader.TryRead(out _);
    }
}
