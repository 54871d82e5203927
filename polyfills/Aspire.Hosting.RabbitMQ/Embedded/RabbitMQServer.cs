using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Aspire.Hosting.Embedded;

/// <summary>A RabbitMQ node of its own, with an epmd of its own; both are reachable on the loopback interface only.</summary>
internal sealed class RabbitMQServer(ServerSite site, RabbitMQSettings settings) : EmbeddedServer(site)
{
    private const byte MethodFrame = 1;
    private static readonly byte[] ProtocolHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1];
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    // A quorum queue that was declared within seconds of a kill may come back without a leader, and then stays so for ever
    // (rabbitmq-server issue 15725). The start script splits its arguments at blanks, so the expression has none.
    private const string ElectLeaders =
        "spawn(fun()->rabbit:await_startup(),[catch(ra:trigger_election(amqqueue:get_pid(Q)))||Q<-rabbit_amqqueue:list(),"
        + "amqqueue:get_type(Q)==rabbit_quorum_queue]end)";

    private ChildProcess? _portMapper;

    /// <inheritdoc/>
    public override ServerPackage Package => new("rabbitmq-server");

    /// <inheritdoc/>
    public override string UserName => "rabbitmq";

    /// <inheritdoc/>
    public override bool IsInstalled => Program is not null && PortMapper is not null;

    /// <inheritdoc/>
    public override int Weight => 10;

    // Debian's program on PATH is a wrapper that insists on root or rabbitmq and on the system's own folders.
    private string? Program => Site.FindProgram("rabbitmq-server", "/usr/lib/rabbitmq/bin");

    private string? PortMapper => Site.FindProgram("epmd");

    /// <inheritdoc/>
    protected override async Task<ChildProcess> StartInAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        WriteConfiguration(folder);
        var mapperPort = Site.Ports.Pick().ToString(CultureInfo.InvariantCulture);

        // A node would start an epmd that outlives it: this one, started before, ends with the AppHost.
        _portMapper = await ChildProcess.StartAsync(
            new ChildStart(PortMapper!, "-address", "127.0.0.1", "-port", mapperPort) { WorkingDirectory = folder.Path, User = User }, Site.Log);
        return await ChildProcess.StartAsync(
            new ChildStart(Program!) { WorkingDirectory = folder.Path, User = User, Environment = Variables(folder, mapperPort) }, Site.Log);
    }

    /// <inheritdoc/>
    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        await LoopbackProbe.AskAsync(Site.Port, ProtocolHeader, 1, AnswerTime, cancellationToken) is [MethodFrame];

    /// <inheritdoc/>
    public override async Task EndedAsync()
    {
        if (_portMapper is { } mapper)
        {
            mapper.Kill();
            await mapper.Exited;
            _portMapper = null;
        }
    }

    private Dictionary<string, string?> Variables(DataFolder folder, string mapperPort) => new()
    {
        ["HOME"] = folder.Path,
        ["RABBITMQ_NODENAME"] = $"{Site.Resource}@localhost",
        ["RABBITMQ_MNESIA_BASE"] = folder["mnesia"],
        ["RABBITMQ_LOG_BASE"] = folder["log"],
        ["RABBITMQ_CONFIG_FILE"] = folder["rabbitmq.conf"],
        ["RABBITMQ_CONF_ENV_FILE"] = folder["rabbitmq-env.conf"],
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = folder["enabled_plugins"],
        ["RABBITMQ_DIST_PORT"] = Site.Ports.Pick().ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"-start_epmd false -kernel inet_dist_use_interface {{127,0,0,1}} -eval {ElectLeaders}",
        ["ERL_EPMD_PORT"] = mapperPort,
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",

        // The start script then becomes the node instead of waiting for it, so that signals reach the node itself.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["NOTIFY_SOCKET"] = null,
    };

    private void WriteConfiguration(DataFolder folder)
    {
        if (!File.Exists(folder[".erlang.cookie"]))
        {
            folder.Write(".erlang.cookie", RandomNumberGenerator.GetHexString(32), User);
        }

        var management = HasManagement() ? string.Create(
            CultureInfo.InvariantCulture, $"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {settings.ManagementPort}\n") : "";
        folder.Write("enabled_plugins", management.Length > 0 ? "[rabbitmq_management].\n" : "[].\n", User);
        folder.Write("definitions.json", Definitions(), User);
        folder.Write(
            "rabbitmq.conf",
            string.Create(CultureInfo.InvariantCulture, $"""
                listeners.tcp.1 = 127.0.0.1:{Site.Port}
                load_definitions = {folder["definitions.json"]}
                log.file = false
                log.console = true
                log.console.level = warning
                log.console.use_colors = off
                {management}
                """),
            User);
    }

    private bool HasManagement()
    {
        if (settings.ManagementPort is null)
        {
            return false;
        }

        // The script is …/sbin/rabbitmq-server, the plugins are in …/plugins.
        var program = File.ResolveLinkTarget(Program!, returnFinalTarget: true)?.FullName ?? Program!;
        var plugins = Path.GetFullPath(Path.Combine(program, "../../plugins"));
        if (Directory.Exists(plugins) && !Directory.EnumerateFileSystemEntries(plugins, "rabbitmq_management-*").Any())
        {
            Site.Say("RabbitMQ's management plugin is not on this machine: running without its page.");
            return false;
        }

        return true;
    }

    // Read at every start, so that a changed password takes effect on existing data.
    private string Definitions() => JsonSerializer.Serialize(new
    {
        users = new[] { new { name = settings.User, password = settings.Password, tags = "administrator" } },
        vhosts = new[] { new { name = "/" } },
        permissions = new[] { new { user = settings.User, vhost = "/", configure = ".*", write = ".*", read = ".*" } },
    });
}
