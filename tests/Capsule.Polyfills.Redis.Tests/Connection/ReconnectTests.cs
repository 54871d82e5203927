using System.Collections.Concurrent;
using Capsule.Polyfills.Redis.Tests.Support;
using Capsule.Testing;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Connection;

public class ReconnectTests
{
    [Fact]
    public async Task Commands_wait_for_a_lost_server_and_go_on_when_it_is_back()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("asyncTimeout=20000"));
        var database = multiplexer.GetDatabase();
        await server.KillAsync();
        await Eventually.TrueAsync(() => !multiplexer.IsConnected, "the loss is noticed");

        var waiting = Enumerable.Range(0, 100).Select(number => database.StringIncrementAsync("waiting")).ToArray();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await server.StartAgainAsync();

        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), await Task.WhenAll(waiting));
    }

    [Fact]
    public async Task A_command_in_flight_fails_with_the_connection_and_is_never_sent_again()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options());
        await using var other = await ConnectionMultiplexer.ConnectAsync(server.Options());
        var database = multiplexer.GetDatabase();
        var inFlight = database.ExecuteAsync("BLPOP", "list", 0);
        await Eventually.TrueAsync(
            async () => ((string?)await other.GetDatabase().ExecuteAsync("CLIENT", "LIST"))!.Contains("cmd=blpop", StringComparison.Ordinal),
            "the server has the command");

        await server.KillAsync();
        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => inFlight);
        await server.StartAgainAsync();
        await database.ListLeftPushAsync("list", 1);

        Assert.Equal(CommandStatus.Sent, failure.CommandStatus);
        Assert.Equal(1, await database.ListLengthAsync("list"));
    }

    [Fact]
    public async Task The_loss_and_the_return_are_events()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options());
        var events = new ConcurrentQueue<string>();
        multiplexer.ConnectionFailed += (_, e) => events.Enqueue($"{e.ConnectionType} {(e.FailureType == ConnectionFailureType.None ? "none" : "failed")}");
        multiplexer.ConnectionRestored += (_, e) => events.Enqueue($"{e.ConnectionType} restored");

        await server.KillAsync();
        await Eventually.TrueAsync(() => events.Contains("Interactive failed"), "the failure is told");
        await server.StartAgainAsync();
        await Eventually.TrueAsync(() => events.Contains("Interactive restored"), "the return is told");

        Assert.True(multiplexer.IsConnected);
    }

    [Fact]
    public async Task Failing_fast_does_not_wait()
    {
        await using var server = await OwnRedis.StartAsync();
        var options = server.Options();
        options.BacklogPolicy = BacklogPolicy.FailFast;
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        await server.KillAsync();
        await Eventually.TrueAsync(() => !multiplexer.IsConnected, "the loss is noticed");

        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => multiplexer.GetDatabase().StringGetAsync("key"));

        Assert.Equal(ConnectionFailureType.UnableToResolvePhysicalConnection, failure.FailureType);
        Assert.StartsWith("No connection is active/available to service this operation: GET", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_command_fails_at_its_timeout_and_says_why()
    {
        var address = $"127.0.0.1:{OwnRedis.FreePort()},abortConnect=false,asyncTimeout=200";
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(address);

        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => multiplexer.GetDatabase().StringGetAsync("key"));

        Assert.StartsWith("The message timed out in the backlog", failure.Message, StringComparison.Ordinal);
        Assert.Equal(CommandStatus.WaitingInBacklog, failure.CommandStatus);
    }

    [Fact]
    public async Task A_server_that_is_down_at_start_may_come_later()
    {
        await using var server = await OwnRedis.StartAsync();
        await server.KillAsync();

        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("abortConnect=false,asyncTimeout=20000"));
        Assert.False(multiplexer.IsConnected);
        await server.StartAgainAsync();

        Assert.True(await multiplexer.GetDatabase().StringSetAsync("key", 1));
    }

    [Fact]
    public async Task A_server_that_is_down_at_start_is_an_error_by_default()
    {
        var failure = await Assert.ThrowsAsync<RedisConnectionException>(
            () => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{OwnRedis.FreePort()}"));

        Assert.Equal(ConnectionFailureType.UnableToConnect, failure.FailureType);
        Assert.Contains("abortConnect=false", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_lost_or_swapped_while_the_server_comes_and_goes()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("asyncTimeout=20000"));
        var database = multiplexer.GetDatabase();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 20).Select(caller => Task.Run(async () =>
        {
            var wrong = 0;
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    var text = (string?)await database.ExecuteAsync("ECHO", $"caller {caller}");
                    wrong += text == $"caller {caller}" ? 0 : 1;
                }
                catch (RedisConnectionException)
                {
                    await Task.Yield();
                }
            }

            return wrong;
        })).ToArray();

        for (var round = 0; round < 5; round++)
        {
            await server.KillAsync();
            await server.StartAgainAsync();
            await database.PingAsync();
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(callers), wrong => Assert.Equal(0, wrong));
    }

    [Fact]
    public async Task After_disposal_commands_fail_at_once()
    {
        await using var server = await OwnRedis.StartAsync();
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options());
        await multiplexer.CloseAsync();

        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => multiplexer.GetDatabase().StringGetAsync("key"));

        Assert.Equal(ConnectionFailureType.ConnectionDisposed, failure.FailureType);
    }
}
