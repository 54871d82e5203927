using System.Collections.Concurrent;

namespace Capsule.Messaging.Tests.Support;

/// <summary>The events that a <see cref="KeepingConsumer{TEvent}"/> got.</summary>
internal sealed class Received
{
    public ConcurrentQueue<object> Events { get; } = new();
}
