using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Capsule.Testing;

/// <summary>A running Capsule.AppHost, started as a user starts it, on free ports and a data folder of its own.</summary>
public sealed partial class AppHostProcess : IAsyncDisposable
{
    private const string Marker = "CAPSULE_RUN";

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly string _run = Guid.NewGuid().ToString("n");

    private AppHostProcess(string dataRoot, IEnumerable<string> command)
    {
        DataRoot = dataRoot;
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(RepositoryFolder.Root, "Capsule.AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in command)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment[Marker] = _run;

        // Tests sign up more people from one address than anybody else does.
        start.Environment["Limits__Registration__PerAddress"] = "0";
        start.Environment["Limits__SignIn__PerAddress"] = "0";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    /// <summary>The folder that holds the servers' data.</summary>
    public string DataRoot { get; }

    /// <summary>The AppHost's process id.</summary>
    public int Id => _process.Id;

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

    /// <summary>Starts the built AppHost; returns at once.</summary>
    public static AppHostProcess Start(string dataRoot, params IEnumerable<string> arguments) =>
        StartCommand(dataRoot, [RepositoryFolder.Program("Capsule.AppHost"), "--data-root", dataRoot, .. arguments]);

    /// <summary>Starts it with <c>dotnet run --no-build</c>, as a user does; returns at once.</summary>
    public static AppHostProcess Run(string dataRoot, params IEnumerable<string> arguments) => StartCommand(
        dataRoot,
        ["run", "--no-build", "--configuration", RepositoryFolder.Configuration, "--project", ".", "--", "--data-root", dataRoot, .. arguments]);

    private static AppHostProcess StartCommand(string dataRoot, IEnumerable<string> command)
    {
        var host = new AppHostProcess(dataRoot, command);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until every service has an address in the closing summary and answers its health check.</summary>
    public async Task WaitUntilHealthyAsync(IEnumerable<string> services, TimeSpan deadline)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var service in services)
        {
            await Eventually.TrueAsync(async () => await IsHealthyAsync(http, service), $"{service} is healthy.\n{Tail()}", deadline);
        }
    }

    /// <summary>The address that the AppHost printed for a service, or null before it has.</summary>
    public Uri? Address(string service) => Output
        .Select(line => AddressLine().Match(line))
        .Where(match => match.Success && match.Groups["name"].Value == service)
        .Select(match => new Uri(match.Groups["url"].Value))
        .LastOrDefault();

    /// <summary>What resources have logged as an error, in the forms of .NET, PostgreSQL and RabbitMQ.</summary>
    public IReadOnlyList<string> LoggedErrors() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(DataRoot, "logs"), "*.log")
            .SelectMany(file => File.ReadLines(file)
                .Where(line => ErrorLine().IsMatch(line))
                .Select(line => $"{Path.GetFileNameWithoutExtension(file)}: {line}")),
    ];

    /// <summary>Asks the AppHost to stop (SIGTERM) and returns its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan deadline)
    {
        Signal("TERM");
        await Eventually.TrueAsync(() => _process.HasExited, $"The AppHost stops.\n{Tail()}", deadline);
        return _process.ExitCode;
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

        return Address(service) is { } address && await TryAsync(async () => (await http.GetAsync(new Uri(address, "/health"))).IsSuccessStatusCode);
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

    // A PostgreSQL that is not ready yet says so as FATAL to whoever asks whether it is.
    [GeneratedRegex(@"^(\S+ )?(fail|crit): |\[(error|critical)\]| (ERROR|FATAL|PANIC):  (?!the database system is starting up)|^Unhandled exception")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^\s*(?<name>[a-z][a-z0-9-]*)\s.*?(?<url>https?://[^\s/]+(:\d+)?)/?\s*$")]
    private static partial Regex AddressLine();
}
