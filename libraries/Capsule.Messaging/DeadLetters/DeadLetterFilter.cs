using MassTransit;

namespace Capsule.Messaging;

/// <summary>
/// Takes the place of the queues that MassTransit moves messages to: one that a consumer gave up, or that cannot be read, and one that
/// the endpoint has no consumer for, becomes a dead letter before it is acknowledged.
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
            // Else it would count as one that no consumer wanted.
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
