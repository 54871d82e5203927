using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Connects the consumers to their queues, and connects anew those that do not come back by themselves: MassTransit gives an endpoint up for
/// good after some failures (the broker refused the user while it was starting, the connection broke while the queue was being declared), and
/// the service would be degraded until somebody starts it again.
/// </summary>
internal sealed class ConsumerEndpoints(
    IBusControl bus, IReceiveEndpointConnector connector, ConsumerCatalog catalog, DeadLetterIntake intake, BrokerConnection publisher, TimeProvider time,
    IOptions<MessagingOptions> options, ILogger<ConsumerEndpoints> logger)
    : BackgroundService
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private readonly MessagingOptions _options = options.Value;
    private readonly ConcurrentDictionary<ConsumerRegistration, (HostReceiveEndpointHandle Handle, long? Since)> _endpoints = [];

    /// <summary>Queues whose consumers have yet to be ready for the first time since they were connected: until then MassTransit may call them healthy.</summary>
    public IReadOnlyList<string> NotReady => [.. catalog.Consumers.Where(IsNotReady).Select(consumer => consumer.Queue)];

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var consumer in catalog.Consumers)
        {
            _endpoints[consumer] = (Connect(consumer), null);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.ConsumerRestartAfter / 10, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var consumer in catalog.Consumers)
            {
                await LookAsync(consumer, stoppingToken);
            }
        }
    }

    private async Task LookAsync(ConsumerRegistration consumer, CancellationToken cancellation)
    {
        var (handle, since) = _endpoints[consumer];
        var health = bus.CheckHealth().Endpoints.GetValueOrDefault(consumer.Queue);
        if (!publisher.IsOpen || (health.Status == BusHealthStatus.Healthy && !IsNotReady(consumer)))
        {
            _endpoints[consumer] = (handle, null);
            return;
        }

        since ??= time.GetTimestamp();
        _endpoints[consumer] = (handle, since);
        if (time.GetElapsedTime(since.Value) >= _options.ConsumerRestartAfter)
        {
            logger.LogWarning(
                "{Consumer} has had no connection for {Time} though the broker answers, and is connected anew: {Reason}",
                consumer.Queue, _options.ConsumerRestartAfter, health.Description);
            _endpoints[consumer] = (await ReconnectAsync(consumer, handle, cancellation), null);
        }
    }

    private async Task<HostReceiveEndpointHandle> ReconnectAsync(ConsumerRegistration consumer, HostReceiveEndpointHandle handle, CancellationToken cancellation)
    {
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(StopTimeout);
            await handle.StopAsync(deadline.Token).WaitAsync(StopTimeout, time, cancellation);
            return Connect(consumer);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            logger.LogWarning("{Consumer} could not be connected anew, which is tried again: {Reason}", consumer.Queue, exception.GetBaseException().Message);
            return handle;
        }
    }

    private bool IsNotReady(ConsumerRegistration consumer) =>
        !_endpoints.TryGetValue(consumer, out var endpoint) || !endpoint.Handle.Ready.IsCompletedSuccessfully;

    private HostReceiveEndpointHandle Connect(ConsumerRegistration consumer) => connector.ConnectReceiveEndpoint(consumer.Queue, (context, configurator) =>
    {
        var endpoint = (IRabbitMqReceiveEndpointConfigurator)configurator;
        endpoint.SetQuorumQueue();

        // Of several replicas one reads a queue. Another begins when what that one has not acknowledged is back in its place.
        endpoint.SingleActiveConsumer = true;
        endpoint.PrefetchCount = (ushort)_options.PrefetchCount;
        endpoint.ConcurrentMessageLimit = _options.PrefetchCount;
        endpoint.PublishFaults = false;
        endpoint.ConfigureReceive(receive => receive.UseFilter(new KeyTurns()));
        endpoint.KeepDeadLetters(consumer.Queue, intake);
        endpoint.ConfigureConsumer(context, consumer.InboxConsumer);
    });
}
