using System.Collections.Concurrent;
using System.Text.Json;
using Capsule.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capsule.Messaging.Tests.Support;

internal static class ShopBroker
{
    /// <summary>A proxy before the broker.</summary>
    public static TcpProxy ProxyBroker(this Shop shop)
    {
        var broker = new Uri(shop.Broker);
        return TcpProxy.Start(broker.Host, broker.Port);
    }

    /// <summary>The broker's address by way of a proxy.</summary>
    public static string BrokerBehind(this Shop shop, TcpProxy proxy) =>
        new UriBuilder(shop.Broker) { Host = "127.0.0.1", Port = proxy.Port }.ToString();

    /// <summary>Sends the event of an outbox row once more, straight to the exchange, as after a lost confirm.</summary>
    public static Task PublishAgainAsync(this Shop shop, OutboxMessage message) =>
        shop.OnBrokerAsync(async channel =>
        {
            var body = EventEnvelope.Write(message.Id, new EventName(message.Type), message.Payload, DateTimeOffset.UnixEpoch);
            await channel.BasicPublishAsync(shop.Exchange, "", true, new BasicProperties { ContentType = EventEnvelope.ContentType }, body);
            return true;
        });

    /// <summary>How many messages are ready in a queue; 0 when there is none.</summary>
    public static Task<uint> CountMessagesAsync(this Shop shop, string queue) => CountAsync(shop, queue, state => state.MessageCount);

    /// <summary>How many active consumers a queue has; 0 when there is none.</summary>
    public static Task<uint> CountConsumersAsync(this Shop shop, string queue) => CountAsync(shop, queue, state => state.ConsumerCount);

    private static async Task<uint> CountAsync(Shop shop, string queue, Func<QueueDeclareOk, uint> count)
    {
        try
        {
            return await shop.OnBrokerAsync(async channel => count(await channel.QueueDeclarePassiveAsync(queue)));
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>Takes messages from a queue that no service reads, and returns the numbers of their orders in the queue's order.</summary>
    public static Task<List<int>> TakeNumbersAsync(this Shop shop, string queue, int count) =>
        shop.OnBrokerAsync(async channel =>
        {
            var numbers = new ConcurrentQueue<int>();
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) =>
            {
                using var envelope = JsonDocument.Parse(delivery.Body);
                numbers.Enqueue(envelope.RootElement.GetProperty("message").GetProperty("number").GetInt32());
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
            await Eventually.TrueAsync(() => numbers.Count >= count, $"{count} messages");
            return numbers.ToList();
        });
}
