using System.Diagnostics;
using MassTransit;

namespace Capsule.Messaging;

/// <summary>An attempt at a message that waits for its turn.</summary>
internal sealed class Delivery<TEvent>(ConsumeContext<TEvent> context, Guid messageId)
    where TEvent : class
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsumeContext<TEvent> Context => context;

    public Guid MessageId => messageId;

    /// <summary>What its trace goes on from.</summary>
    public Activity? Activity { get; } = Activity.Current;

    /// <summary>Ends when the message's effect is committed, or with what kept it from that.</summary>
    public Task End => _end.Task;

    public void Committed() => _end.TrySetResult();

    public void Failed(Exception exception) => _end.TrySetException(exception);
}
