using System.Diagnostics;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capsule.Messaging;

/// <summary>
/// Sends events to their exchanges, one batch at a time with all its events in flight, and returns the broker's answer to each.
/// </summary>
internal sealed class EventSender(
    BrokerConnection connection,
    EventTopology topology,
    MessagingTelemetry telemetry,
    IOptions<MessagingOptions> options,
    TimeProvider timeProvider,
    string service
)
{
    // The header from which MassTransit reads the parent of a consumer's activity.
    private const string ActivityHeader = "MT-Activity-Id";

    /// <summary>Opens a connection if needed, and declares the exchanges and queues of all events whose subscribers are known.</summary>
    /// <exception cref="BrokerUnavailableException">The connection cannot be opened.</exception>
    public async Task ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            var isNew = !connection.IsOpen;
            await connection.ChannelAsync(deadline.Token);
            if (isNew)
            {
                // Queues are declared early so that they have settled when the first event is sent. An error here is reported when an event
                // needs the queue.
                await DeclareAsync(topology.KnownEvents, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            await connection.CloseAsync();
            throw new BrokerUnavailableException(exception.GetBaseException().Message, exception);
        }
    }

    /// <exception cref="BrokerUnavailableException">There is no connection, so nothing was sent.</exception>
    public async Task<SendOutcome[]> SendAsync(IReadOnlyList<PendingEvent> events, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IChannel channel;
        Dictionary<string, string> refused;
        try
        {
            channel = await connection.ChannelAsync(cancellationToken);
            refused = await DeclareAsync(events.Select(pending => pending.Name).DistinctBy(name => name.Type), cancellationToken);
            deadline.CancelAfter(timeout);
        }
        catch (Exception exception)
        {
            await connection.CloseAsync();
            throw new BrokerUnavailableException(exception.GetBaseException().Message, exception);
        }

        var outcomes = await KeyOrder.SendAsync(
            events,
            pending =>
                refused.TryGetValue(pending.Name.Type, out var reason)
                    ? Task.FromResult(new SendOutcome(SendResult.Refused, reason))
                    : SendAsync(channel, pending, deadline.Token)
        );
        if (outcomes.Any(outcome => outcome.Result >= SendResult.ChannelClosed))
        {
            // A late answer must not be taken for an answer to the next batch, and a missing exchange must be declared again, so both need
            // a new connection.
            await connection.CloseAsync();
        }

        return outcomes;
    }

    private async Task<Dictionary<string, string>> DeclareAsync(IEnumerable<EventName> events, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, string>();
        foreach (var name in events.Where(name => !connection.HasDeclared(topology.ExchangeOf(name))))
        {
            try
            {
                await connection.DeclareAsync(topology.ExchangeOf(name), topology.QueuesOf(name), cancellationToken);
            }
            catch (OperationInterruptedException exception) when (connection.IsOpen)
            {
                refused[name.Type] = exception.Message;
            }
            catch (Exception exception)
                when (exception is TimeoutException or OperationCanceledException
                    && connection.IsOpen
                    && !cancellationToken.IsCancellationRequested
                )
            {
                // Only this event waits: a queue that hangs must not delay other events.
                refused[name.Type] = $"{topology.ExchangeOf(name)} could not be declared in time: is one of its queues without a leader?";
            }
        }

        return refused;
    }

    private async Task<SendOutcome> SendAsync(IChannel channel, PendingEvent pending, CancellationToken cancellationToken)
    {
        var exchange = topology.ExchangeOf(pending.Name);
        using var activity = telemetry.StartSend(pending, exchange);
        try
        {
            await channel.BasicPublishAsync(
                exchange,
                "",
                topology.IsMandatory(pending.Name),
                Properties(pending, activity),
                EventEnvelope.Write(pending.Id, pending.Name, pending.Payload, timeProvider.GetUtcNow(), pending.Tenant),
                cancellationToken
            );
            var settles = options.Value.Outbox.SettleTime - connection.AgeOf(exchange);
            return settles > TimeSpan.Zero ? new SendOutcome(SendResult.Unsettled, Wait: settles) : SendOutcome.Confirmed;
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            return exception switch
            {
                PublishException { IsReturn: true } => new SendOutcome(SendResult.Refused, $"No queue is bound to {exchange}."),
                PublishException => new SendOutcome(SendResult.Refused, $"{exchange} refused the message."),
                _ when connection.IsOpen && channel.CloseReason is { Initiator: ShutdownInitiator.Peer } reason => new SendOutcome(
                    SendResult.ChannelClosed,
                    reason.ReplyText
                ),
                _ when connection.IsOpen && cancellationToken.IsCancellationRequested => new SendOutcome(
                    SendResult.NoAnswer,
                    $"{exchange} did not confirm in time: is one of its queues without a leader?"
                ),
                _ => new SendOutcome(SendResult.Unknown, exception.Message),
            };
        }
    }

    private BasicProperties Properties(PendingEvent pending, Activity? activity)
    {
        var properties = new BasicProperties
        {
            MessageId = pending.Id.ToString(),
            Type = pending.Name.Name,
            AppId = service,
            ContentType = EventEnvelope.ContentType,
            DeliveryMode = DeliveryModes.Persistent,
        };
        Add(ActivityHeader, activity?.Id ?? pending.TraceParent);
        Add(MessageHeaders.OrderingKey, pending.OrderingKey);
        return properties;

        void Add(string header, string? value)
        {
            if (value is not null)
            {
                (properties.Headers ??= new Dictionary<string, object?>()).Add(header, value);
            }
        }
    }
}
