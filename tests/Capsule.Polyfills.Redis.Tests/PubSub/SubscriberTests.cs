using System.Collections.Concurrent;
using Capsule.Polyfills.Redis.Tests.Support;
using Capsule.Testing;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.PubSub;

public class SubscriberTests
{
    [Fact]
    public async Task A_queue_has_the_messages_in_their_order()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var channel = redis.Channel("ordered");
        var queue = await redis.Multiplexer.GetSubscriber().SubscribeAsync(channel);

        for (var number = 0; number < 500; number++)
        {
            Assert.Equal(1, await redis.Database.PublishAsync(channel, number));
        }

        for (var number = 0; number < 500; number++)
        {
            var message = await queue.ReadAsync();
            Assert.Equal(number, (int)message.Message);
            Assert.Equal(channel, message.Channel);
        }
    }

    [Fact]
    public async Task A_handler_of_a_pattern_gets_the_channels_that_match()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var subscriber = redis.Multiplexer.GetSubscriber();
        var got = new ConcurrentQueue<(string?, string?)>();
        await subscriber.SubscribeAsync(
            RedisChannel.Pattern($"{redis.Channel("a")}*"), (channel, message) => got.Enqueue((channel, message)));

        await subscriber.PublishAsync(redis.Channel("ab"), "yes");
        await subscriber.PublishAsync(redis.Channel("b"), "no");
        await Eventually.TrueAsync(() => !got.IsEmpty, "the message arrives");

        Assert.Equal([((string?)redis.Channel("ab"), "yes")], got);
    }

    [Fact]
    public async Task A_handler_that_throws_gets_the_next_message()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var channel = redis.Channel("throws");
        var got = new ConcurrentQueue<int>();
        var queue = await redis.Multiplexer.GetSubscriber().SubscribeAsync(channel);
        queue.OnMessage(message =>
        {
            got.Enqueue((int)message.Message);
            throw new InvalidOperationException();
        });

        await redis.Database.PublishAsync(channel, 1);
        await redis.Database.PublishAsync(channel, 2);

        await Eventually.TrueAsync(() => got.SequenceEqual([1, 2]), "both messages arrive");
    }

    [Fact]
    public async Task After_unsubscribing_nobody_receives()
    {
        await using var redis = await SharedRedis.ConnectAsync();
        var (channel, subscriber) = (redis.Channel("left"), redis.Multiplexer.GetSubscriber());
        void Handler(RedisChannel from, RedisValue message)
        {
        }

        var queue = await subscriber.SubscribeAsync(channel);
        await subscriber.SubscribeAsync(channel, Handler);
        Assert.Equal(1, await subscriber.PublishAsync(channel, "to both"));
        await subscriber.UnsubscribeAsync(channel, Handler);
        Assert.Equal(1, await subscriber.PublishAsync(channel, "to the queue"));
        Assert.Equal("to both", (await queue.ReadAsync()).Message);
        Assert.Equal("to the queue", (await queue.ReadAsync()).Message);
        await queue.UnsubscribeAsync();

        Assert.Equal(0, await subscriber.PublishAsync(channel, "to nobody"));
        Assert.Equal(0, await queue.CountAsync());
    }

    [Fact]
    public async Task Channels_are_subscribed_again_after_a_reconnect()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("asyncTimeout=20000"));
        var subscriber = multiplexer.GetSubscriber();
        var literal = await subscriber.SubscribeAsync(RedisChannel.Literal("channel"));
        var pattern = await subscriber.SubscribeAsync(RedisChannel.Pattern("chan*"));
        var gone = await subscriber.SubscribeAsync(RedisChannel.Literal("gone"));
        await gone.UnsubscribeAsync();

        await server.KillAsync();
        await server.StartAgainAsync();
        await Eventually.TrueAsync(
            async () => await subscriber.PublishAsync(RedisChannel.Literal("channel"), "again") == 2, "both subscriptions are back");

        Assert.Equal("again", (await literal.ReadAsync()).Message);
        Assert.Equal("again", (await pattern.ReadAsync()).Message);
        Assert.Equal(0, await subscriber.PublishAsync(RedisChannel.Literal("gone"), "nobody"));
    }
}

internal static class ChannelMessageQueueExtensions
{
    public static async Task<int> CountAsync(this ChannelMessageQueue queue)
    {
        var count = 0;
        await foreach (var message in queue)
        {
            count++;
        }

        return count;
    }
}
