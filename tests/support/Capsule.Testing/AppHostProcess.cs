using System.Diagnostics;
using System.Globalization;

namespace Capsule.Testing;

/// <summary>A running AppHost, started as a user starts it, with local servers on a data folder of its own.</summary>
public sealed class AppHostProcess : IAsyncDisposable
{
    private const string Marker = "CAPSULE_RUN";

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly string _run = Guid.NewGuid().ToString("n");

    private AppHostProcess(string project, string dataRoot, IEnumerable<string> command)
    {
        DataRoot = dataRoot;
        var start = new ProcessStartInfo("dotnet", command)
        {
            WorkingDirectory = Path.Combine(RepositoryFolder.Root, project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    /// <summary>The folder that holds the servers' data.</summary>
    public string DataRoot { get; }

    /// <summary>The AppHost's process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether the AppHost has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What the AppHost has printed so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    /// <summary>Starts the built AppHost of Capsule on free ports; returns at once.</summary>
    public static AppHostProcess Start(string dataRoot, params IEnumerable<string> arguments) =>
        StartProject("Capsule.AppHost", dataRoot, ["--DcpPublisher:RandomizePorts=true", .. arguments]);

    /// <summary>Starts the built AppHost of a project; returns at once.</summary>
    public static AppHostProcess StartProject(string project, string dataRoot, params IEnumerable<string> arguments) =>
        StartCommand(project, dataRoot, [RepositoryFolder.Program(project), .. arguments]);

    /// <summary>Starts Capsule with <c>dotnet run --no-build</c> on free ports, as a user does; returns at once.</summary>
    public static AppHostProcess Run(string dataRoot, params IEnumerable<string> arguments) =>
        StartCommand(
            "Capsule.AppHost",
            dataRoot,
            [
                "run",
                "--no-build",
                "--no-launch-profile",
                "--configuration",
                RepositoryFolder.Configuration,
                "--project",
                ".",
                "--",
                "--DcpPublisher:RandomizePorts=true",
                .. arguments,
            ]
        );

    private static AppHostProcess StartCommand(string project, string dataRoot, IEnumerable<string> command)
    {
        var host = new AppHostProcess(project, dataRoot, [.. command, "--LocalServers:Enabled=true", $"--LocalServers:Data={dataRoot}"]);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until every service answers its health check.</summary>
    public async Task WaitUntilHealthyAsync(IEnumerable<string> services, TimeSpan deadline)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var service in services)
        {
            await Eventually.TrueAsync(async () => await IsHealthyAsync(http, service), $"{service} is healthy.\n{Tail()}", deadline);
        }
    }

    /// <summary>The address that a service listens on, from its environment; null while it does not run.</summary>
    public Uri? Address(string service) =>
        RunningProcess
            .Running($"/Capsule.{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service)}")
            .Where(process => process.Variable(Marker) == _run)
            .Select(static process => process.Variable("ASPNETCORE_URLS"))
            .Where(static urls => urls is not null)
            .Select(static urls => new Uri(urls!.Split(';')[0]))
            .FirstOrDefault();

    /// <summary>Waits until the AppHost has ended, and returns its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan deadline)
    {
        await Eventually.TrueAsync(() => _process.HasExited, $"The AppHost ends.\n{Tail()}", deadline);
        _process.WaitForExit(TimeSpan.FromSeconds(5)); // Until all of its output has come, unless a child that lives on has the pipe.
        return _process.ExitCode;
    }

    /// <summary>Asks the AppHost to stop (SIGTERM, or SIGINT as Ctrl-C does) and returns its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan deadline, string signal = "TERM")
    {
        Signal(signal);
        return await ExitAsync(deadline);
    }

    /// <summary>Kills the AppHost alone (SIGKILL), as the kernel's out-of-memory killer would.</summary>
    public void Kill() => Signal("KILL");

    /// <summary>The processes that descend from this AppHost, itself excluded, wherever they have been re-parented to.</summary>
    public IReadOnlyList<RunningProcess> Descendants() =>
        [.. RunningProcess.Of($"{Marker}={_run}", DataRoot).Where(process => process.Id != Id)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync(TimeSpan.FromSeconds(60));
        }

        _process.Dispose();
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> IsHealthyAsync(HttpClient http, string service)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The AppHost exited with {_process.ExitCode}.\n{Tail()}");
        }

        return Address(service) is { } address
            && await TryAsync(async () => (await http.GetAsync(new Uri(address, "/health"))).IsSuccessStatusCode);
    }

    private void Signal(string signal) => Process.Start("kill", ["-" + signal, _process.Id.ToString(provider: null)])!.WaitForExit();

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }

    private string Tail() => string.Join('\n', Output.TakeLast(60));

    private Dictionary<string, string> Environment() =>
        new()
        {
            [Marker] = _run,
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
            ["ASPNETCORE_URLS"] = FreeAddress(),
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = FreeAddress(),
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = FreeAddress(),

            // Tests sign up more people from one address than anybody else does.
            ["Limits__Registration__PerAddress"] = "0",
            ["Limits__SignIn__PerAddress"] = "0",
        };

    private static string FreeAddress() => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Pick()}");
}
