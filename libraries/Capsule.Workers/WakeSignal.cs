using System.Threading.Channels;

namespace Capsule.Workers;

/// <summary>Wakes a worker that waits. Any number of signals while it is busy make it look once more.</summary>
public class WakeSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Wakes the worker, now or as soon as it waits.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Returns when woken, after <paramref name="longest"/>, or when cancelled.</summary>
    internal async Task WaitAsync(TimeSpan longest, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Task woken = _wake.Reader.WaitToReadAsync(either.Token).AsTask();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wake.Reader.TryRead(out _);
    }
}
