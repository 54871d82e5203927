using System.Text;
using Aspire.Hosting.Embedded;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class RedisServerTests : IDisposable
{
    private const string Password = "open \"sesame\" \\ 1";
    private readonly ServerRig _rig = new();

    [Fact]
    public async Task Keeps_its_data_through_a_stop_and_a_kill()
    {
        var site = _rig.Site("redis", "redis_data");
        var server = new RedisServer(site, new RedisSettings(Password, TimeSpan.FromMinutes(1)));
        var process = await ServerRig.StartAsync(server);
        Assert.Equal("+OK", await AskAsync(site, "SET color green"));

        Assert.Equal(0, await ServerRig.StopAsync(server, process));
        process = await ServerRig.StartAsync(server);
        Assert.Equal("$5\r\ngreen", await AskAsync(site, "GET color"));

        process.Kill();
        await process.Exited;
        process = await ServerRig.StartAsync(server);
        Assert.Equal("$5\r\ngreen", await AskAsync(site, "GET color"));
        Assert.Equal("*2\r\n$10\r\nappendonly\r\n$3\r\nyes", await AskAsync(site, "CONFIG GET appendonly"));
        await ServerRig.StopAsync(server, process);
    }

    [Fact]
    public async Task Answers_nobody_without_the_password()
    {
        var site = _rig.Site("redis", null);
        var server = new RedisServer(site, new RedisSettings(Password));
        var process = await ServerRig.StartAsync(server);

        Assert.False(await new RedisServer(site, new RedisSettings("wrong")).IsReadyAsync(CancellationToken.None));
        Assert.StartsWith("-NOAUTH", await AskAsync(site, "PING", authenticate: false), StringComparison.Ordinal);
        await ServerRig.StopAsync(server, process);
    }

    public void Dispose() => _rig.Dispose();

    private static async Task<string> AskAsync(ServerSite site, string command, bool authenticate = true)
    {
        var login = authenticate ? $"*2\r\n$4\r\nAUTH\r\n${Password.Length}\r\n{Password}\r\n" : "";
        var answer = await LoopbackProbe.AskAsync(
            site.Port, Encoding.ASCII.GetBytes($"{login}{command}\r\nQUIT\r\n"), 1000, TimeSpan.FromSeconds(5), CancellationToken.None);
        var text = Encoding.ASCII.GetString(answer).Replace("+OK\r\n", authenticate ? "" : "+OK\r\n", StringComparison.Ordinal);
        return text.Length == 0 ? "+OK" : text.TrimEnd();
    }
}
