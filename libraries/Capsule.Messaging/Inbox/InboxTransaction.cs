using System.Diagnostics;
using Capsule.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>
/// Runs <typeparamref name="TConsumer"/> for some messages, so that its changes, its published events and the record of the messages commit
/// together. The messages share a scope and its context, which is cleared in between; each has its own instance of the consumer.
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

    /// <exception cref="DatabaseOutage">The messages could not be recorded, so the consumer is not the cause.</exception>
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

        // EF allows a transaction only inside the execution strategy, which may run it more than once.
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

        // Any failure ends the transaction, so savepoints would only cost two more statements.
        database.Database.AutoSavepointsEnabled = false;
        await database.SaveChangesAsync(delivery.Context.CancellationToken);
        database.ChangeTracker.Clear();
    }

    /// <summary>
    /// Fails when a consumer swallowed an error that aborted the transaction: PostgreSQL answers the commit of an aborted transaction with
    /// a rollback and without an error.
    /// </summary>
    private static async Task ProbeAsync(TContext database, CancellationToken cancellationToken)
    {
        await using var nothing = new NpgsqlCommand("select", (NpgsqlConnection)database.Database.GetDbConnection());
        await nothing.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Records the messages, after concurrent attempts at the same messages have ended. Returns the messages that were new.
    /// </summary>
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
