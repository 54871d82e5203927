using Capsule.Polyfills.Redis.Tests.Support;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Connection;

public class HandshakeTests
{
    [Fact]
    public async Task The_password_is_given()
    {
        await using var server = await OwnRedis.StartAsync("--requirepass", "secret");
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("password=secret"));

        Assert.True(await multiplexer.GetDatabase().StringSetAsync("key", 1));
    }

    [Fact]
    public async Task User_and_password_are_given()
    {
        await using var server = await OwnRedis.StartAsync("--user", "worker", "on", ">secret", "~*", "&*", "+@all");
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("user=worker,password=secret"));

        Assert.Equal("worker", (string?)await multiplexer.GetDatabase().ExecuteAsync("ACL", "WHOAMI"));
    }

    [Theory]
    [InlineData("password=wrong")]
    [InlineData("")]
    public async Task A_wrong_or_missing_password_is_an_authentication_failure(string password)
    {
        await using var server = await OwnRedis.StartAsync("--requirepass", "secret");

        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(server.Options(password)));

        Assert.Equal(ConnectionFailureType.AuthenticationFailure, failure.FailureType);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_has_its_name()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("name=billing service"));

        Assert.Equal("billing_service", (string?)await multiplexer.GetDatabase().ExecuteAsync("CLIENT", "GETNAME"));
    }

    [Fact]
    public async Task The_default_database_is_selected()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options("defaultDatabase=3"));
        await multiplexer.GetDatabase().StringSetAsync("key", "three");

        Assert.Equal(3, multiplexer.GetDatabase().Database);
        Assert.Equal("three", (string?)await multiplexer.GetDatabase(3).StringGetAsync("key"));
        Assert.True((await multiplexer.GetDatabase(0).StringGetAsync("key")).IsNull);
    }

    [Fact]
    public async Task Databases_do_not_mix_on_one_connection()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options());

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(number =>
            multiplexer.GetDatabase(number % 16).StringIncrementAsync($"count of {number % 16}")));

        for (var number = 0; number < 16; number++)
        {
            Assert.Equal(125, (int)await multiplexer.GetDatabase(number).StringGetAsync($"count of {number}"));
            Assert.Equal(1, (int)await multiplexer.GetDatabase(number).ExecuteAsync("DBSIZE"));
        }
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_an_error_and_nothing_runs_elsewhere()
    {
        await using var server = await OwnRedis.StartAsync();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Options());

        await Assert.ThrowsAsync<RedisServerException>(() => multiplexer.GetDatabase(99).StringSetAsync("key", 1));
        await Assert.ThrowsAsync<RedisServerException>(() => multiplexer.GetDatabase(16).StringSetAsync("key", 1));

        Assert.False(await multiplexer.GetDatabase().KeyExistsAsync("key"));
    }

    [Theory]
    [InlineData("SELECT", "5")]
    [InlineData("client", "reply", "off")]
    [InlineData("MONITOR")]
    [InlineData("SUBSCRIBE", "channel")]
    public async Task A_command_that_would_disturb_other_callers_is_refused(string command, params string[] arguments)
    {
        await using var redis = await SharedRedis.ConnectAsync();

        await Assert.ThrowsAsync<RedisCommandException>(async () => await redis.Database.ExecuteAsync(command, [.. arguments]));
    }
}
