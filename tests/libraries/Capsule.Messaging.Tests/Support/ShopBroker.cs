using RabbitMQ.Client;

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
    public static async Task<uint> CountMessagesAsync(this Shop shop, string queue)
    {
        try
        {
            return await shop.OnBrokerAsync(async channel => (await channel.QueueDeclarePassiveAsync(queue)).MessageCount);
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return 0;
        }
    }
}
