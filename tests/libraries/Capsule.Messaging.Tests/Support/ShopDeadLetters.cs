using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Capsule.Messaging.Tests.Support;

/// <summary>What a test asks of dead letters, and what makes them.</summary>
internal static class ShopDeadLetters
{
    /// <summary>The dead letters of a service, oldest first.</summary>
    public static async Task<List<DeadLetter>> DeadLettersAsync(this Shop shop, string service = "shop")
    {
        await using var context = shop.Context(service);
        return await context.Set<DeadLetter>().AsNoTracking().OrderBy(letter => letter.Id).ToListAsync();
    }

    /// <summary>Sends bytes to the queue of a service's consumer.</summary>
    public static Task SendBytesAsync(this Shop shop, byte[] body, BasicProperties? properties = null, string service = "shop") =>
        shop.OnBrokerAsync(async channel =>
        {
            await channel.BasicPublishAsync(
                "",
                shop.QueueOf(service),
                true,
                properties ?? new BasicProperties { ContentType = EventEnvelope.ContentType },
                body
            );
            return true;
        });

    /// <summary>Sends an order's event to the queue of a service's consumer.</summary>
    public static async Task<Guid> SendOrderAsync(this Shop shop, int number, Dictionary<string, object?>? headers = null)
    {
        var (id, order) = (Guid.CreateVersion7(), Guid.NewGuid());
        var body = EventEnvelope.Write(
            id,
            new EventName("Capsule.Messaging.Tests.Support:OrderPlaced"),
            $$"""{"orderId":"{{order}}","number":{{number}}}""",
            DateTimeOffset.UnixEpoch
        );
        await shop.SendBytesAsync(
            body.ToArray(),
            new BasicProperties
            {
                ContentType = EventEnvelope.ContentType,
                MessageId = id.ToString(),
                Headers = headers,
            }
        );
        return order;
    }

    /// <summary>What <c>messages replay</c> does.</summary>
    public static Task ReplayAsync(this Shop shop, Guid id) =>
        shop.ExecuteAsync(
            $"""
            update shop.dead_letters set redeliver_at = current_timestamp, redeliveries = 0 where id = '{id}';
            {DeadLetterSql.Notify("shop")};
            """
        );
}
