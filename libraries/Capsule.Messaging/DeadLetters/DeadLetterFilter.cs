using MassTransit;

namespace Capsule.Messaging;

/// <summary>
/// Replaces MassTransit's error and skipped queues: a message becomes a dead letter before it is acknowledged when its consumer failed,
/// when it cannot be read, or when the endpoint has no consumer for it.
/// </summary>
internal sealed class DeadLetterFilter(string consumer, DeadLetterIntake intake) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var failed = context.TryGetPayload(out ConsumerFailure? failure)
            ? FailedMessage.GivenUp(consumer, context, failure)
            : FailedMessage.Unreadable(consumer, context, context.Exception);
        await intake.TakeAsync(failed, context.CancellationToken);
        if (!context.IsFaulted)
        {
            // Without this notification MassTransit would count the message as skipped.
            await context.NotifyFaulted(context.Exception);
        }

        await next.Send(context);
    }

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await intake.TakeAsync(FailedMessage.Unknown(consumer, context), context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("dead letters");
}
