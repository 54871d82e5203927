using System.Runtime.CompilerServices;
using System.Text;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Capsule.Messaging;

/// <summary>
/// Runs the messages with the same ordering key one after the other, in the order of delivery, while messages with other keys continue. A
/// turn ends when the message's effect is committed or the message became a dead letter.
/// </summary>
internal sealed class KeyTurns : IFilter<ReceiveContext>
{
    // Each channel numbers its own deliveries, and a reconnect opens a new channel.
    private readonly ConditionalWeakTable<ChannelContext, DeliveryOrder> _channels = [];

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (!context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery) || !context.TryGetPayload(out ChannelContext? channel))
        {
            throw new InvalidOperationException("The delivery does not come from RabbitMQ, so the order of messages cannot be kept.");
        }

        var order = _channels.GetValue(channel, _ => new DeliveryOrder());
        if (await order.WaitAsync(delivery.DeliveryTag, KeyOf(delivery), context.CancellationToken) is not { } turn)
        {
            await next.Send(context);
            return;
        }

        var done = false;
        try
        {
            await next.Send(context);
            done = true;
        }
        finally
        {
            order.End(turn, done);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("ordering keys");

    private static string? KeyOf(RabbitMqBasicConsumeContext delivery) =>
        delivery.Properties.Headers?.TryGetValue(MessageHeaders.OrderingKey, out var key) != true ? null
        : key is byte[] text ? Encoding.UTF8.GetString(text)
        : key as string;
}
