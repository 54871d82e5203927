using MassTransit;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Connects each consumer to its queue with its own endpoint, and tracks which consumers read.</summary>
internal sealed class ConsumerEndpoints(
    IReceiveEndpointConnector connector,
    ConsumerCatalog catalog,
    DeadLetterIntake intake,
    IOptions<MessagingOptions> options
)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private readonly MessagingOptions _options = options.Value;
    private readonly Connected?[] _endpoints = new Connected?[catalog.Consumers.Count];

    /// <summary>The queues without a reader, and the reason for each.</summary>
    public IEnumerable<(string Queue, string Problem)> NotReady =>
        catalog
            .Consumers.Select(
                (consumer, place) =>
                    (
                        consumer.Queue,
                        Problem: Volatile.Read(ref _endpoints[place]) is { } endpoint ? endpoint.Endpoint.Problem : "not connected yet"
                    )
            )
            .Where(consumer => consumer.Problem is not null)
            .Select(consumer => (consumer.Queue, consumer.Problem!));

    /// <summary>Completes when the first connection attempt of every endpoint has succeeded or failed.</summary>
    public Task Settled => Task.WhenAll(_endpoints.OfType<Connected>().Select(endpoint => endpoint.Endpoint.Settled));

    public void ConnectAll()
    {
        for (var place = 0; place < _endpoints.Length; place++)
        {
            Connect(place);
        }
    }

    /// <summary>Stops a consumer's endpoint and connects a new one.</summary>
    public async Task ReconnectAsync(string queue)
    {
        var place = catalog.Consumers.Select(consumer => consumer.Queue).ToList().IndexOf(queue);
        if (Interlocked.Exchange(ref _endpoints[place], null) is { } endpoint)
        {
            // Stopping removes the endpoint from MassTransit's list, so it must happen only once: a second stop would remove the new
            // endpoint. An endpoint that does not stop in time is harmless, because a queue has one reader at a time.
            using var deadline = new CancellationTokenSource(StopTimeout);
            await endpoint.Handle.StopAsync(deadline.Token).WaitAsync(StopTimeout).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        Connect(place);
    }

    private void Connect(int place)
    {
        var consumer = catalog.Consumers[place];
        var observer = new ConsumerEndpoint();
        var handle = connector.ConnectReceiveEndpoint(
            consumer.Queue,
            (context, configurator) =>
            {
                var endpoint = (IRabbitMqReceiveEndpointConfigurator)configurator;
                endpoint.ConnectReceiveEndpointObserver(observer);
                endpoint.SetQuorumQueue();

                // Only one replica reads a queue at a time. The broker activates the next replica when the unacknowledged messages are back
                // in their places.
                endpoint.SingleActiveConsumer = true;
                endpoint.PrefetchCount = (ushort)_options.PrefetchCount;
                endpoint.ConcurrentMessageLimit = _options.PrefetchCount;
                endpoint.PublishFaults = false;
                endpoint.ConfigureReceive(receive => receive.UseFilter(new KeyTurns()));
                endpoint.KeepDeadLetters(consumer.Queue, intake);
                endpoint.ConfigureConsumer(context, consumer.InboxConsumer);
            }
        );
        Volatile.Write(ref _endpoints[place], new Connected(observer, handle));
    }

    private sealed record Connected(ConsumerEndpoint Endpoint, HostReceiveEndpointHandle Handle);
}
