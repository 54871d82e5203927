using System.Diagnostics;
using MassTransit;

namespace Capsule.Messaging;

/// <summary>An attempt to handle a message, waiting for its turn.</summary>
internal sealed class Delivery<TEvent>(ConsumeContext<TEvent> context, Guid messageId)
    where TEvent : class
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsumeContext<TEvent> Context => context;

    public Guid MessageId => messageId;

    /// <summary>The activity that the attempt's trace continues.</summary>
    public Activity? Activity { get; } = Activity.Current;

    /// <summary>Completes when the message's effect is committed, or fails with the exception that prevented the commit.</summary>
    public Task End => _end.Task;

    public void Committed() => _end.TrySetResult();

    public void Failed(Exception exception) => _end.TrySetException(exception);
}
