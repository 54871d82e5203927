using System.Diagnostics;
using Capsule.Testing;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>Servers that start on the data of an earlier run.</summary>
public sealed class ExistingDataTests
{
    [Fact]
    public async Task A_PostgreSQL_takes_a_changed_password()
    {
        await using var server = await OwnServer.StartPostgresAsync();
        var former = server.Address;
        await StartWithPasswordAsync(server, "it's\\new");

        await OpenAsync(server.Address);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(former));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);

        static async Task OpenAsync(string address)
        {
            await using var connection = new NpgsqlConnection(address + ";Pooling=false");
            await connection.OpenAsync();
        }
    }

    // microsoft/aspire#3669, #9475, #5399: the data is from elsewhere, and nobody knows its password.
    [Fact]
    [Trait("Case", "A-ASP-01")]
    public async Task A_PostgreSQL_whose_data_is_from_elsewhere_takes_the_password_of_this_run()
    {
        await using var server = await OwnServer.StartPostgresAsync();
        await server.StopAsync();
        File.Delete(server.Data + ".login");
        server.Password = "second";

        await server.StartAsync();

        await using var connection = new NpgsqlConnection(server.Address + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_PostgreSQL_whose_folder_belongs_to_another_account_names_folder_account_and_command()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder to another account.");
        await using var server = await OwnServer.StartPostgresAsync();
        await server.StopAsync();
        using (var chown = Process.Start("chown", ["root:", server.Data]))
        {
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(server.StartAsync);

        Assert.Contains(
            $"{server.Data} belongs to account 'root', and PostgreSQL runs as 'postgres'. Give it the folder (chown -R postgres: {server.Data})",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>PostgreSQL believes what a killed one left as soon as any process of its account has got the id in it.</summary>
    [Fact]
    public async Task A_PostgreSQL_starts_where_another_process_has_the_id_of_the_one_that_was_killed()
    {
        await using var server = await OwnServer.StartPostgresAsync();
        await using var other = new NpgsqlConnection((await TestServers.GetAsync()).Postgres + ";Pooling=false");
        await other.OpenAsync();
        await server.KillAsync();
        foreach (var file in new[] { "postmaster.pid", $".s.PGSQL.{server.Port}.lock" })
        {
            var path = Path.Combine(server.Data, file);
            var lines = await File.ReadAllLinesAsync(path);
            lines[0] = $"{other.ProcessID}";
            await File.WriteAllLinesAsync(path, lines);
        }

        await server.StartAsync();

        await using var connection = new NpgsqlConnection(server.Address + ";Pooling=false");
        await connection.OpenAsync();
    }

    [Fact]
    public async Task A_Redis_takes_a_changed_password_and_keeps_its_data()
    {
        await using var server = await OwnServer.StartRedisAsync();
        var former = server.Address;
        await using (var redis = await ConnectionMultiplexer.ConnectAsync(server.Address))
        {
            await redis.GetDatabase().StringSetAsync("key", "value");
        }

        await StartWithPasswordAsync(server, "second");

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(former));
        await using var again = await ConnectionMultiplexer.ConnectAsync(server.Address);
        Assert.Equal("value", await again.GetDatabase().StringGetAsync("key"));
    }

    /// <summary>
    /// rabbitmq-server issue 15725: without an election at the start, the queue has no leader and takes nothing, for ever.
    /// </summary>
    [Fact]
    public async Task A_RabbitMQ_takes_a_changed_password_and_messages_for_a_queue_that_was_declared_just_before_a_kill()
    {
        await using var server = await OwnServer.StartBrokerAsync();
        var former = server.Address;
        await using (var connection = await ConnectAsync(former))
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync("jobs", true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await server.KillAsync();
        }

        server.Password = "second";
        await server.StartAsync();

        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(former));
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync($"amqp://guest:guest@127.0.0.1:{server.Port}"));
        await using var again = await ConnectAsync(server.Address);
        await using var confirmed = await again.CreateChannelAsync(new CreateChannelOptions(true, true));
        await confirmed.BasicPublishAsync("", "jobs", mandatory: true, ReadOnlyMemory<byte>.Empty);
        Assert.NotNull(await confirmed.BasicGetAsync("jobs", autoAck: true));
    }

    private static async Task StartWithPasswordAsync(OwnServer server, string password)
    {
        await server.StopAsync();
        server.Password = password;
        await server.StartAsync();
    }

    private static Task<IConnection> ConnectAsync(string address) =>
        new ConnectionFactory { Uri = new Uri(address), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
}
