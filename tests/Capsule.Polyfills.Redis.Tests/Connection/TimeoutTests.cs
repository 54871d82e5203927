using Capsule.Polyfills.Redis.Tests.Support;
using Capsule.Testing;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Connection;

public class TimeoutTests
{
    [Fact]
    public async Task A_late_reply_is_thrown_away_and_the_next_caller_gets_its_own()
    {
        var release = new TaskCompletionSource();
        await using var server = new ScriptedServer(async (asked, stream) =>
        {
            if (asked.Arguments[0] == "slow")
            {
                await release.Task;
            }

            await stream.WriteAsync(ScriptedServer.Bulk($"value of {asked.Arguments[0]}"));
        });
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{server.Address},asyncTimeout=2000");
        var database = multiplexer.GetDatabase();

        var failure = await Assert.ThrowsAsync<RedisTimeoutException>(() => database.StringGetAsync("slow"));
        var next = database.StringGetAsync("next");
        release.SetResult();

        Assert.Equal("value of next", (string?)await next);
        Assert.Equal(CommandStatus.Sent, failure.Commandstatus);
        Assert.Contains("GET", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_synchronous_caller_gives_up_after_its_own_timeout()
    {
        await using var server = new ScriptedServer((_, _) => Task.CompletedTask);
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{server.Address},syncTimeout=100,asyncTimeout=10000");

        Assert.Throws<RedisTimeoutException>(() => multiplexer.GetDatabase().StringGet("key"));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_for_a_new_connection()
    {
        await using var server = new ScriptedServer((asked, stream) =>
            asked.Connection == 0 ? Task.CompletedTask : stream.WriteAsync(ScriptedServer.Bulk("here")).AsTask());
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{server.Address},asyncTimeout=200");
        var database = multiplexer.GetDatabase();

        await Assert.ThrowsAsync<RedisTimeoutException>(() => database.StringGetAsync("key"));
        await Eventually.TrueAsync(() => server.Connections > 1 && multiplexer.IsConnected, "there is a new connection");

        Assert.Equal("here", (string?)await database.StringGetAsync("key"));
    }

    [Fact]
    public async Task An_idle_connection_is_pinged()
    {
        var pinged = new TaskCompletionSource();
        await using var server = new ScriptedServer(async (asked, stream) =>
        {
            if (asked.Name == "PING")
            {
                pinged.TrySetResult();
            }

            await stream.WriteAsync("+PONG\r\n"u8.ToArray());
        });
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{server.Address},keepAlive=1");

        await pinged.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(multiplexer.IsConnected);
    }

    [Fact]
    public async Task A_reply_that_nobody_waits_for_closes_the_connection()
    {
        await using var server = new ScriptedServer(async (asked, stream) =>
        {
            await stream.WriteAsync(ScriptedServer.Bulk("one"));
            if (asked.Connection == 0)
            {
                await stream.WriteAsync(ScriptedServer.Bulk("one too many"));
            }
        });
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var failure = new TaskCompletionSource<ConnectionFailureType>();
        multiplexer.ConnectionFailed += (_, e) => failure.TrySetResult(e.FailureType);

        Assert.Equal("one", (string?)await multiplexer.GetDatabase().StringGetAsync("key"));

        Assert.Equal(ConnectionFailureType.ProtocolFailure, await failure.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("one", (string?)await multiplexer.GetDatabase().StringGetAsync("key"));
    }

    [Fact]
    public async Task A_reply_of_another_kind_fails_everything_in_flight()
    {
        var both = new TaskCompletionSource();
        await using var server = new ScriptedServer(async (asked, stream) =>
        {
            if (asked.Name == "GET")
            {
                both.SetResult();
                return;
            }

            await both.Task;
            await stream.WriteAsync("*1\r\n:5\r\n"u8.ToArray());
        });
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var database = multiplexer.GetDatabase();
        _ = both.TrySetResult();

        var wrong = database.StringIncrementAsync("number");
        var behind = database.StringLengthAsync("key");

        Assert.Equal(
            ConnectionFailureType.ProtocolFailure, (await Assert.ThrowsAsync<RedisConnectionException>(() => wrong)).FailureType);
        Assert.Equal(
            ConnectionFailureType.ProtocolFailure, (await Assert.ThrowsAsync<RedisConnectionException>(() => behind)).FailureType);
    }
}
