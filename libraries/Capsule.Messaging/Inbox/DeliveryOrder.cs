namespace Capsule.Messaging;

/// <summary>
/// Orders the messages of a channel: a message waits until earlier deliveries with the same ordering key have ended. The broker numbers
/// deliveries 1, 2, 3, …; several workers take them, so a later delivery may arrive here first.
/// </summary>
internal sealed class DeliveryOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Turn?> _early = [];
    private readonly Dictionary<string, Turn> _last = [];
    private ulong _next = 1;

    /// <summary>Waits until all earlier deliveries with the same key have ended.</summary>
    /// <param name="number">The delivery tag.</param>
    /// <param name="key">The ordering key; null for a message without ordering.</param>
    /// <param name="cancellationToken">
    /// Ends the wait. The wait also ends when an earlier delivery goes back to the queue, because this message must not overtake it.
    /// </param>
    /// <returns>The turn, which the caller must end (<see cref="End"/>); null for a message without ordering.</returns>
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
            // A message behind this one must still wait for the message before it, which may not have ended.
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
    /// Starts the next message with the same key. If <paramref name="done"/> is false, the message goes back to the queue, and all messages
    /// behind it must go back, too.
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

    /// <summary>A message's place among the messages with the same key.</summary>
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
