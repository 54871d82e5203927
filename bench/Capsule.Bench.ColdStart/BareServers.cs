using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.Bench.ColdStart;

/// <summary>Starts the servers alone, all at once on the AppHost's data, until each accepts connections.</summary>
internal static class BareServers
{
    // The port of the epmd that the RabbitMQ node starts and that outlives the node.
    private static readonly int s_epmd = FreePort.Pick();

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<(string Name, double Seconds)>> MeasureAsync(string dataRoot)
    {
        var servers = Commands(dataRoot).ToList();
        var watch = Stopwatch.StartNew();
        var processes = servers.Select(server => (server.Name, server.Port, Process: Start(server.Command))).ToList();
        try
        {
            return await Task.WhenAll(processes.Select(async server => (server.Name, await AcceptedAsync(server.Port, watch))));
        }
        finally
        {
            foreach (var (_, _, process) in processes)
            {
                Process.Start("kill", ["-INT", .. Group(process.Id)]).WaitForExit();
            }

            foreach (var (_, _, process) in processes)
            {
                await process.WaitForExitAsync().WaitAsync(Deadline);
                process.Dispose();
            }

            Process.Start("epmd", ["-port", s_epmd.ToString(CultureInfo.InvariantCulture), "-kill"]).WaitForExit();
        }
    }

    private static IEnumerable<(string Name, int Port, string Command)> Commands(string root)
    {
        foreach (var service in ServiceCatalogue.All)
        {
            var folder = Path.Combine(root, service.Volume);
            var postgres = FreePort.Pick();
            const string program = "$(pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin)/postgres";
            var command = $"{program} -D {folder} -p {postgres} -k {folder} -c listen_addresses=127.0.0.1";
            yield return (service.ServerResource, postgres, As("postgres", command));
        }

        var redis = FreePort.Pick();
        yield return (
            "redis",
            redis,
            As("redis", $"redis-server --bind 127.0.0.1 --port {redis} --appendonly yes --dir {root}/redis_data")
        );

        var rabbit = FreePort.Pick();
        var node = Path.Combine(root, "messaging_data");
        yield return (
            "rabbitmq",
            rabbit,
            As(
                "rabbitmq",
                string.Join(
                    ' ',
                    "env",
                    $"HOME={node}",
                    "RABBITMQ_NODENAME=messaging@localhost",
                    $"RABBITMQ_MNESIA_BASE={node}/mnesia",
                    $"RABBITMQ_LOG_BASE={node}/log",
                    $"RABBITMQ_CONFIG_FILE={node}/none.conf",
                    $"RABBITMQ_ENABLED_PLUGINS_FILE={node}/enabled_plugins",
                    $"RABBITMQ_NODE_IP_ADDRESS=127.0.0.1",
                    $"RABBITMQ_NODE_PORT={rabbit}",
                    $"RABBITMQ_DIST_PORT={FreePort.Pick()}",
                    $"ERL_EPMD_PORT={s_epmd}",
                    "ERL_EPMD_ADDRESS=127.0.0.1",
                    "RUNNING_UNDER_SYSTEMD=true",
                    "/usr/lib/rabbitmq/bin/rabbitmq-server"
                )
            )
        );
    }

    // Without root, all processes run as the caller; the servers refuse root or do not need it.
    private static string As(string user, string command) =>
        Environment.IsPrivilegedProcess ? $"exec setpriv --reuid {user} --regid {user} --init-groups {command}" : $"exec {command}";

    private static Process Start(string command) =>
        Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"cd /; {command} >/dev/null 2>&1 </dev/null"]))!;

    private static IEnumerable<string> Group(int id) => ["--", "-" + id.ToString(CultureInfo.InvariantCulture)];

    private static async Task<double> AcceptedAsync(int port, Stopwatch watch)
    {
        while (watch.Elapsed < Deadline)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return watch.Elapsed.TotalSeconds;
            }
            catch (SocketException)
            {
                await Task.Delay(10);
            }
        }

        throw new TimeoutException($"Nothing listens on {port} within {Deadline}.");
    }
}
