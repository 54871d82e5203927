using Capsule.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Messaging;

/// <summary>
/// Runs <typeparamref name="TConsumer"/> so that its effect, the events that it publishes and the record of the message commit together.
/// Every attempt has a scope, and so a context, of its own.
/// </summary>
internal sealed class InboxConsumer<TContext, TConsumer, TEvent>(
    IServiceScopeFactory scopes, ConsumerCatalog catalog, ConsumerRetry retry, MessagingTelemetry telemetry)
    : IConsumer<TEvent>
    where TContext : ServiceDbContext
    where TConsumer : class, IConsumer<TEvent>
    where TEvent : class
{
    private readonly string _consumer = catalog.QueueOf(typeof(TConsumer));

    public async Task Consume(ConsumeContext<TEvent> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("The message has no identifier.");
        try
        {
            await retry.RunAsync(_consumer, messageId, () => AttemptAsync(context, messageId), context.CancellationToken);
        }
        catch (Exception exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            // Beside the exception, of which MassTransit does not keep every kind.
            context.ReceiveContext.GetOrAddPayload(() => new ConsumerFailure(exception, exception.ToString()));
            throw;
        }
    }

    private async Task AttemptAsync(ConsumeContext<TEvent> context, Guid messageId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var strategy = scope.ServiceProvider.GetRequiredService<TContext>().Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure)
        {
            await CommitAsync(scope.ServiceProvider, context, messageId);
            return;
        }

        // A transaction is only allowed inside the strategy, which may run this more than once.
        await strategy.ExecuteAsync(async () =>
        {
            await using var attempt = scopes.CreateAsyncScope();
            await CommitAsync(attempt.ServiceProvider, context, messageId);
        });
    }

    private async Task CommitAsync(IServiceProvider services, ConsumeContext<TEvent> context, Guid messageId)
    {
        var database = services.GetRequiredService<TContext>();
        await using var transaction = await BeginAsync(database, messageId, context.CancellationToken);
        if (transaction is null)
        {
            telemetry.Duplicate(_consumer);
            return;
        }

        await services.GetRequiredService<TConsumer>().Consume(context);

        // Nobody is left to go on after a failure, so the two statements of a savepoint would be for nothing.
        database.Database.AutoSavepointsEnabled = false;
        await database.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
    }

    /// <summary>Records the message; waits for another attempt at the same message to end. Null when it was there.</summary>
    /// <exception cref="DatabaseOutage">Whatever went wrong: the consumer is not to blame.</exception>
    private async Task<IDbContextTransaction?> BeginAsync(TContext database, Guid messageId, CancellationToken cancellation)
    {
        IDbContextTransaction? transaction = null;
        try
        {
            var sql = $"insert into {OutboxSql.Identifier(database.Schema)}.inbox_messages (message_id, consumer) values ({{0}}, {{1}}) on conflict do nothing";
            transaction = await database.Database.BeginTransactionAsync(cancellation);
            if (await database.Database.ExecuteSqlRawAsync(sql, [messageId, _consumer], cancellation) == 1)
            {
                return transaction;
            }
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }

            throw new DatabaseOutage(exception);
        }

        await transaction.DisposeAsync();
        return null;
    }
}
