using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Embedded;
using Capsule.Testing;
using RabbitMQ.Client;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class RabbitMQServerTests : IDisposable
{
    private static readonly byte[] ProtocolHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1];
    private readonly ServerRig _rig = new();

    [Fact]
    public async Task A_changed_password_takes_effect_on_existing_data()
    {
        var site = _rig.Site("messaging", "messaging_data");
        var server = new RabbitMQServer(site, new RabbitMQSettings("capsule", "first", null));
        Assert.Equal(0, await ServerRig.StopAsync(server, await ServerRig.StartAsync(server)));

        server = new RabbitMQServer(site, new RabbitMQSettings("capsule", "second", null));
        var process = await ServerRig.StartAsync(server);

        Assert.True(await CanLogInAsync(site.Port, "capsule", "second"));
        Assert.False(await CanLogInAsync(site.Port, "capsule", "first"));
        Assert.False(await CanLogInAsync(site.Port, "guest", "guest"));
        await ServerRig.StopAsync(server, process);
    }

    [Fact]
    public async Task Nothing_stays_when_it_is_killed_and_it_starts_again()
    {
        var site = _rig.Site("messaging", "messaging_data");
        var server = new RabbitMQServer(site, new RabbitMQSettings("capsule", "pass", _rig.Ports.Pick()));
        var process = await ServerRig.StartAsync(server);
        var folder = Path.Combine(_rig.Root, "messaging_data");
        Assert.NotEmpty(Machine.ProcessesIn(folder));

        process.Kill();
        await process.Exited;
        await server.EndedAsync();

        await Eventually.TrueAsync(() => !Machine.ProcessesIn(folder).Any(), "no process is left");
        process = await ServerRig.StartAsync(server);
        Assert.Equal(0, await ServerRig.StopAsync(server, process));
        Assert.Empty(Machine.ProcessesIn(folder));
    }

    [Fact]
    public async Task A_quorum_queue_that_was_declared_just_before_a_kill_works_after_the_next_start()
    {
        var site = _rig.Site("messaging", "messaging_data");
        var server = new RabbitMQServer(site, new RabbitMQSettings("capsule", "pass", null));
        var process = await ServerRig.StartAsync(server);
        var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = site.Port, UserName = "capsule", Password = "pass" };
        await DeclareAsync(factory);

        process.Kill();
        await process.Exited;
        await server.EndedAsync();
        process = await ServerRig.StartAsync(server);

        await using (var connection = await factory.CreateConnectionAsync())
        {
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
            await channel.BasicPublishAsync("", "jobs", mandatory: true, ReadOnlyMemory<byte>.Empty);
            Assert.NotNull(await channel.BasicGetAsync("jobs", autoAck: true));
        }

        await ServerRig.StopAsync(server, process);
    }

    public void Dispose() => _rig.Dispose();

    private static async Task DeclareAsync(ConnectionFactory factory)
    {
        factory.AutomaticRecoveryEnabled = false;
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("jobs", true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
    }

    // Connection.Start is answered with Connection.Start-Ok (10, 11); Connection.Tune (10, 30) then means welcome.
    private static async Task<bool> CanLogInAsync(int port, string user, string password)
    {
        using var client = new TcpClient("127.0.0.1", port);
        var stream = client.GetStream();
        await stream.WriteAsync(ProtocolHeader);
        await ReadFrameAsync(stream);
        var response = Encoding.UTF8.GetBytes($"\0{user}\0{password}");
        byte[] method =
        [
            0, 10, 0, 11, 0, 0, 0, 0, 5, .. "PLAIN"u8, 0, 0, 0, (byte)response.Length, .. response, 5, .. "en_US"u8,
        ];
        await stream.WriteAsync((byte[])[1, 0, 0, 0, 0, 0, (byte)method.Length, .. method, 0xCE]);
        return await ReadFrameAsync(stream) is [0, 10, 0, 30, ..];
    }

    private static async Task<byte[]> ReadFrameAsync(NetworkStream stream)
    {
        var header = new byte[7];
        try
        {
            await stream.ReadExactlyAsync(header);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(3)) + 1];
            await stream.ReadExactlyAsync(payload);
            return payload[..^1];
        }
        catch (Exception error) when (error is IOException)
        {
            return [];
        }
    }
}
