using System.Diagnostics;
using Capsule.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>
/// Runs <typeparamref name="TConsumer"/> on some messages so that its effects, the events that it publishes and the record of the messages
/// commit together. They share a scope and its context, which forgets its entities in between; each has a consumer of its own.
/// </summary>
internal sealed class InboxTransaction<TContext, TConsumer, TEvent>(
    IServiceScopeFactory scopes,
    ConsumerCatalog catalog,
    MessagingTelemetry telemetry,
    TimeProvider timeProvider
)
    where TContext : ServiceDbContext
    where TConsumer : class, IEventConsumer<TEvent>
    where TEvent : class
{
    private readonly string _consumer = catalog.QueueOf(typeof(TConsumer));

    /// <exception cref="DatabaseOutage">The messages could not be recorded: the consumer is not to blame.</exception>
    public async Task RunAsync(IReadOnlyList<Delivery<TEvent>> deliveries)
    {
        Activity.Current = deliveries[0].Activity;
        var cancellationToken = deliveries[0].Context.CancellationToken;
        await using var scope = scopes.CreateAsyncScope();
        var strategy = scope.ServiceProvider.GetRequiredService<TContext>().Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure)
        {
            await CommitAsync(scope.ServiceProvider, deliveries, cancellationToken);
            return;
        }

        // A transaction is only allowed inside the strategy, which may run this more than once.
        await strategy.ExecuteAsync(async () =>
        {
            await using var attempt = scopes.CreateAsyncScope();
            await CommitAsync(attempt.ServiceProvider, deliveries, cancellationToken);
        });
    }

    private async Task CommitAsync(
        IServiceProvider services,
        IReadOnlyList<Delivery<TEvent>> deliveries,
        CancellationToken cancellationToken
    )
    {
        var database = services.GetRequiredService<TContext>();
        var (transaction, recorded) = await BeginAsync(database, deliveries, cancellationToken);
        await using var end = transaction;
        var effects = new List<Delivery<TEvent>>(recorded.Count);
        foreach (var delivery in deliveries)
        {
            if (recorded.Remove(delivery.MessageId))
            {
                await ConsumeAsync(services, database, delivery);
                effects.Add(delivery);
            }
        }

        if (effects.Count > 0)
        {
            await ProbeAsync(database, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        Report(effects, deliveries.Count - effects.Count);
    }

    private void Report(List<Delivery<TEvent>> effects, int duplicates)
    {
        if (duplicates > 0)
        {
            telemetry.Duplicates(_consumer, duplicates);
        }

        var now = timeProvider.GetUtcNow();
        foreach (var delivery in effects)
        {
            if (now - MessageIds.TimeOf(delivery.MessageId) is { } lag)
            {
                telemetry.Consumed(_consumer, lag);
            }
        }
    }

    private static async Task ConsumeAsync(IServiceProvider services, TContext database, Delivery<TEvent> delivery)
    {
        Activity.Current = delivery.Activity;
        services.GetRequiredService<ConsumedMessage>().Tenant = MessageHeaders.TenantOf(delivery.Context);
        database.Database.AutoSavepointsEnabled = true;
        await services.GetRequiredService<TConsumer>().ConsumeAsync(delivery.Context.Message, delivery.Context.CancellationToken);

        // Nobody is left to go on after a failure, so the two statements of a savepoint would be for nothing.
        database.Database.AutoSavepointsEnabled = false;
        await database.SaveChangesAsync(delivery.Context.CancellationToken);
        database.ChangeTracker.Clear();
    }

    /// <summary>
    /// Fails when a consumer swallowed an error that ended the transaction: the server answers the commit of such a one with a rollback,
    /// and no error.
    /// </summary>
    private static async Task ProbeAsync(TContext database, CancellationToken cancellationToken)
    {
        await using var nothing = new NpgsqlCommand("select", (NpgsqlConnection)database.Database.GetDbConnection());
        await nothing.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Records the messages; waits for other attempts at them to end. Says which were not there.</summary>
    private async Task<(IDbContextTransaction Transaction, HashSet<Guid> Recorded)> BeginAsync(
        TContext database,
        IReadOnlyList<Delivery<TEvent>> deliveries,
        CancellationToken cancellationToken
    )
    {
        IDbContextTransaction? transaction = null;
        try
        {
            transaction = await database.Database.BeginTransactionAsync(cancellationToken);

            await using var insert = new NpgsqlCommand(
                InboxTable.Record.In(database),
                (NpgsqlConnection)database.Database.GetDbConnection()
            )
            {
                Parameters = { new("messages", deliveries.Select(delivery => delivery.MessageId).ToArray()), new("consumer", _consumer) },
            };
            await insert.PrepareAsync(cancellationToken);
            var recorded = new HashSet<Guid>();
            await using var reader = await insert.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                recorded.Add(reader.Field<Guid>("message_id"));
            }

            return (transaction, recorded);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }

            throw new DatabaseOutage(exception);
        }
    }
}
