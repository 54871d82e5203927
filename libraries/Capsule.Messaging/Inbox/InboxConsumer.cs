using Capsule.Data;
using MassTransit;

namespace Capsule.Messaging;

/// <summary>
/// The consumer that MassTransit calls for <typeparamref name="TConsumer"/>; it runs the latter in a transaction
/// (<see cref="GroupCommit{TContext, TConsumer, TEvent}"/>) and retries it.
/// </summary>
internal sealed class InboxConsumer<TContext, TConsumer, TEvent>(
    GroupCommit<TContext, TConsumer, TEvent> commit,
    ConsumerCatalog catalog,
    ConsumerRetry retry
) : IConsumer<TEvent>
    where TContext : ServiceDbContext
    where TConsumer : class, IEventConsumer<TEvent>
    where TEvent : class
{
    private readonly string _consumer = catalog.QueueOf(typeof(TConsumer));

    public async Task Consume(ConsumeContext<TEvent> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("The message has no identifier.");
        var alone = false;
        try
        {
            await retry.RunAsync(_consumer, messageId, AttemptAsync, context.CancellationToken);
        }
        catch (Exception exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The details are stored separately, because MassTransit does not keep every type of exception.
            context.ReceiveContext.GetOrAddPayload(() => new ConsumerFailure(exception, exception.ToString()));
            throw;
        }

        async Task AttemptAsync()
        {
            try
            {
                await commit.RunAsync(context, messageId, alone);
            }
            catch (Exception exception) when (!DatabaseOutage.Is(exception))
            {
                alone = true;
                throw;
            }
        }
    }
}
