using Capsule.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capsule.Messaging;

/// <summary>
/// Locks due dead letters, sends each to its own queue and removes them, in one transaction. If the process dies in between, they are sent
/// again, which the inbox makes harmless. Messages go through the exchange that MassTransit binds to the queue and that has the queue's
/// name; permission to publish to the default exchange would allow publishing to every service's queues.
/// </summary>
internal sealed class RedeliveryBatch(
    IOutboxDatabase database,
    DeadLetterTable table,
    BrokerConnection broker,
    IOptions<MessagingOptions> options,
    ILogger<RedeliveryBatch> logger
) : IAsyncDisposable
{
    // The batch is small because a body may have several megabytes.
    private const int Size = 20;
    private static readonly Backoff PutOff = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    private static readonly SendOutcome NoQueue = new(SendResult.Refused, "the queue does not exist.");
    private readonly OutboxOptions _options = options.Value.Outbox;

    /// <summary>How long to wait for the next batch unless the worker is woken or a message is due earlier.</summary>
    public TimeSpan PollInterval => _options.PollInterval;

    /// <summary>Sends one batch. The next batch follows at once if messages were sent, otherwise when the next message is due.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer; unconfirmed messages stay due.</exception>
    public async Task<RunResult> SendAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var due = await table.NextDueAsync(connection.Npgsql, cancellationToken);
        if (due is null || due > TimeSpan.Zero)
        {
            await broker.CloseAsync();
            return RunResult.Idle.Next(due < _options.PollInterval ? due.Value : _options.PollInterval);
        }

        // Connects before any row is locked.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.PublishTimeout);
        var channel = await ConnectAsync(deadline.Token);
        await using var transaction = await connection.Npgsql.BeginTransactionAsync(cancellationToken);
        var messages = await table.TakeAsync(connection.Npgsql, Size, cancellationToken);
        if (messages.Count == 0)
        {
            return RunResult.Idle.Next(_options.MinRetryInterval);
        }

        var gone = await FindGoneAsync(messages, deadline.Token);
        var outcomes = await Task.WhenAll(
            messages.Select(message =>
                gone.Contains(message.Consumer) ? Task.FromResult(NoQueue) : SendAsync(channel, message, deadline.Token)
            )
        );
        await table.SettleAsync(
            connection.Npgsql,
            Those(result => result == SendResult.Confirmed),
            Those(result => result is SendResult.Refused or SendResult.ChannelClosed or SendResult.NoAnswer),
            PutOff.Wait(1),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        await ConcludeAsync(messages, outcomes);
        return RunResult.Did(messages.Count).Next(TimeSpan.Zero);

        Guid[] Those(Func<SendResult, bool> result) =>
            [.. messages.Where((_, i) => result(outcomes[i].Result)).Select(message => message.Id)];
    }

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    private async Task ConcludeAsync(List<DueMessage> messages, SendOutcome[] outcomes)
    {
        foreach (var (message, outcome) in messages.Zip(outcomes).Where(pair => pair.Second.Error is not null))
        {
            logger.LogWarning(
                "Message {MessageId} could not be sent back to {Consumer}: {Reason}",
                message.MessageId,
                message.Consumer,
                outcome.Error
            );
        }

        if (outcomes.Any(outcome => outcome.Result >= SendResult.ChannelClosed))
        {
            await broker.CloseAsync();
        }

        if (Array.Find(outcomes, outcome => outcome.Result == SendResult.Unknown) is { Error: { } error })
        {
            throw new BrokerUnavailableException(error);
        }
    }

    private async Task<IChannel> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await broker.ChannelAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            await broker.CloseAsync();
            throw new BrokerUnavailableException(exception.GetBaseException().Message, exception);
        }
    }

    private async Task<HashSet<string>> FindGoneAsync(List<DueMessage> messages, CancellationToken cancellationToken)
    {
        HashSet<string> gone = [];
        try
        {
            foreach (var consumer in messages.Select(message => message.Consumer).Distinct())
            {
                if (!await broker.HasExchangeAsync(consumer, cancellationToken))
                {
                    gone.Add(consumer);
                }
            }
        }
        catch (Exception exception)
        {
            await broker.CloseAsync();
            throw new BrokerUnavailableException(exception.GetBaseException().Message, exception);
        }

        return gone;
    }

    private async Task<SendOutcome> SendAsync(IChannel channel, DueMessage message, CancellationToken cancellationToken)
    {
        var headers = AmqpHeaders.Read(message.Headers);
        headers[AmqpHeaders.RedeliveriesName] = message.Redeliveries;
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, Headers = headers };
        if (message.MessageId is { } id)
        {
            properties.MessageId = id.ToString();
        }

        if (message.ContentType is { } contentType)
        {
            properties.ContentType = contentType;
        }

        try
        {
            await channel.BasicPublishAsync(message.Consumer, "", mandatory: true, properties, message.Body, cancellationToken);
            return SendOutcome.Confirmed;
        }
        catch (Exception exception)
        {
            return exception switch
            {
                PublishException { IsReturn: true } => NoQueue,
                PublishException => new SendOutcome(SendResult.Refused, "the queue refused it."),
                _ when broker.IsOpen && channel.CloseReason is { Initiator: ShutdownInitiator.Peer } reason => new SendOutcome(
                    SendResult.ChannelClosed,
                    reason.ReplyText
                ),
                _ when broker.IsOpen && cancellationToken.IsCancellationRequested => new SendOutcome(
                    SendResult.NoAnswer,
                    "the queue did not confirm in time."
                ),
                _ => new SendOutcome(SendResult.Unknown, exception.Message),
            };
        }
    }
}
