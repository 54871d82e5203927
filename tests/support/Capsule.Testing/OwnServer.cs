using System.Diagnostics;
using System.Globalization;

namespace Capsule.Testing;

/// <summary>A server of one test's or benchmark's own on a data folder of its own, to be killed and started again on its data.</summary>
public sealed class OwnServer : IAsyncDisposable
{
    private const string User = "capsule";

    // The one on PATH is a wrapper that knows only the system's own node.
    private const string DebianTool = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private readonly string _kind;
    private readonly string _root;
    private readonly string[] _arguments;
    private Process? _process;

    private OwnServer(string kind, string root, string[] arguments) => (_kind, _root, _arguments) = (kind, root, arguments);

    /// <summary>The port that it listens on, also after a restart.</summary>
    public int Port { get; } = FreePort.Pick();

    /// <summary>The password of its user. A change takes effect at the next start.</summary>
    public string Password { get; set; } = "pass";

    /// <summary>The folder of its data; PostgreSQL has its socket in it.</summary>
    public string Data => Path.Combine(_root, "data");

    /// <summary>Npgsql connection string of a superuser, StackExchange.Redis configuration string, or AMQP address.</summary>
    public string Address =>
        _kind switch
        {
            "postgres" => $"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database=postgres",
            "redis" => $"127.0.0.1:{Port},password={Password}",
            _ => $"amqp://{User}:{Password}@127.0.0.1:{Port}",
        };

    /// <summary>Starts a RabbitMQ.</summary>
    public static Task<OwnServer> StartBrokerAsync(string? root = null) => StartNewAsync("rabbitmq", root, []);

    /// <summary>Starts a PostgreSQL 15 with arguments of its program.</summary>
    public static Task<OwnServer> StartPostgresAsync(string? root = null, params string[] arguments) =>
        StartNewAsync("postgres", root, arguments);

    /// <summary>Starts a Redis with arguments of its program.</summary>
    public static Task<OwnServer> StartRedisAsync(string? root = null, params string[] arguments) =>
        StartNewAsync("redis", root, arguments);

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message has its output.</exception>
    public async Task StartAsync()
    {
        var program = RepositoryFolder.Program("tests/support/Capsule.Testing.Servers");
        string[] command = [program, "own", _kind, Data, Port.ToString(CultureInfo.InvariantCulture), User, Password, .. _arguments];
        _process = Process.Start(
            new ProcessStartInfo("dotnet", command)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var log = new Queue<string>();
        _process.ErrorDataReceived += (_, line) => Keep(log, line.Data);
        _process.BeginErrorReadLine();
        if (await _process.StandardOutput.ReadLineAsync() != "ready")
        {
            await _process.WaitForExitAsync();
            throw new InvalidOperationException($"{_kind} did not start:\n{string.Join('\n', log)}");
        }
    }

    /// <summary>Kills it (SIGKILL) and waits until nothing of it is left.</summary>
    public async Task KillAsync()
    {
        foreach (var process in Processes())
        {
            process.Kill();
        }

        await Eventually.TrueAsync(() => Processes().Count == 0, "nothing is left of the killed server");
        await StopAsync();
    }

    /// <summary>Stops it in good order.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the broker, in the environment that its node runs in.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public async Task RunToolAsync(params string[] arguments)
    {
        var environment = Processes()
            .Select(static process => Environment(process.Id))
            .First(static variables => variables.ContainsKey("RABBITMQ_NODENAME"));
        var start = new ProcessStartInfo(File.Exists(DebianTool) ? DebianTool : "rabbitmqctl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var tool = Process.Start(start)!;
        var output = Task.WhenAll(tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.WaitForExitAsync();
        if (tool.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Concat(await output));
        }
    }

    /// <summary>Kills it, since nobody needs its data any more: a RabbitMQ takes five seconds and more to stop.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static async Task<OwnServer> StartNewAsync(string kind, string? root, string[] arguments)
    {
        var server = new OwnServer(kind, root ?? ServerFolder.NewOnDisk("capsule-own"), arguments);
        await server.StartAsync();
        return server;
    }

    private static void Keep(Queue<string> log, string? line)
    {
        if (line is not null)
        {
            log.Enqueue(line);
            if (log.Count > 100)
            {
                log.Dequeue();
            }
        }
    }

    private IReadOnlyList<RunningProcess> Processes() => RunningProcess.In(_root);

    private static Dictionary<string, string> Environment(int process) =>
        File.ReadAllText($"/proc/{process}/environ")
            .Split('\0')
            .Select(static variable => variable.Split('=', 2))
            .Where(static variable => variable.Length == 2)
            .ToDictionary(static variable => variable[0], static variable => variable[1]);
}
