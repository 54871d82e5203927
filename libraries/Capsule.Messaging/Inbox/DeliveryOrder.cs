namespace Capsule.Messaging;

/// <summary>
/// The turns of the messages that a channel delivers: one whose ordering key an earlier delivery has waits until that one has ended. The
/// broker numbers deliveries 1, 2, 3, …; several workers take them, so that a later one may come here first.
/// </summary>
internal sealed class DeliveryOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Turn?> _early = [];
    private readonly Dictionary<string, Turn> _last = [];
    private ulong _next = 1;

    /// <summary>Returns when all earlier deliveries of the key have ended.</summary>
    /// <param name="number">The delivery tag.</param>
    /// <param name="key">The ordering key; null for a message that waits for none and for which none waits.</param>
    /// <param name="cancellationToken">
    /// Ends the wait; so does the end of an earlier delivery that goes back to the queue, before which this one must not go.
    /// </param>
    /// <returns>To be ended (<see cref="End"/>), unless it is null.</returns>
    /// <exception cref="OperationCanceledException">The message must go back to its queue.</exception>
    public async ValueTask<Turn?> WaitAsync(ulong number, string? key, CancellationToken cancellationToken)
    {
        var turn = key is null ? null : new Turn(key);
        lock (_gate)
        {
            if (number != _next)
            {
                _early[number] = turn;
            }
            else
            {
                Arrived(turn);
                while (_early.Remove(_next, out var early))
                {
                    Arrived(early);
                }
            }
        }

        if (turn is null)
        {
            return null;
        }

        try
        {
            await turn.Start.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            // Whoever waits for this one waits on for the one before, which may not have ended.
            _ = turn.Start.ContinueWith(
                _ => End(turn, done: false),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            throw;
        }
    }

    /// <summary>
    /// Lets the next of the key go; unless <paramref name="done"/>, the message goes back to the queue, and the next ones must too.
    /// </summary>
    public void End(Turn turn, bool done)
    {
        lock (_gate)
        {
            if (_last.TryGetValue(turn.Key, out var last) && ReferenceEquals(last, turn))
            {
                _last.Remove(turn.Key);
            }
        }

        turn.Next?.Begin(done);
    }

    private void Arrived(Turn? turn)
    {
        _next++;
        if (turn is null)
        {
            return;
        }

        if (_last.TryGetValue(turn.Key, out var before))
        {
            before.Next = turn;
        }
        else
        {
            turn.Begin(mayGo: true);
        }

        _last[turn.Key] = turn;
    }

    /// <summary>A message's place among those of its key.</summary>
    internal sealed class Turn(string key)
    {
        private readonly TaskCompletionSource _start = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public Turn? Next { get; set; }

        public Task Start => _start.Task;

        public void Begin(bool mayGo)
        {
            if (mayGo)
            {
                _start.TrySetResult();
            }
            else
            {
                _start.TrySetCanceled();
            }
        }
    }
}
