using System.Collections.Concurrent;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Tells a <see cref="FaultyConsumer"/> how often to fail on an order, and with what.</summary>
internal sealed class Faults
{
    private readonly ConcurrentDictionary<Guid, int> _attempts = new();

    public Func<int, Exception?> OnAttempt { get; set; } = _ => null;

    /// <summary>Where set, other orders do not fail.</summary>
    public Guid? Only { get; set; }

    public int AttemptsOf(Guid order) => _attempts.GetValueOrDefault(order);

    public Exception? Next(Guid order)
    {
        var attempt = _attempts.AddOrUpdate(order, 1, (_, attempts) => attempts + 1);
        return Only is null || Only == order ? OnAttempt(attempt) : null;
    }
}
