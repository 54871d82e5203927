using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Feed;
using Aspire.Hosting.Dashboard.Install;
using Aspire.Hosting.Embedded;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Runs the official dashboard beside the application and feeds it. Nothing waits for it: it appears when it is there,
/// and the application runs as well without it.
/// </summary>
internal sealed class DashboardHost(
    string applicationName,
    DashboardSettings settings,
    DashboardInstaller installer,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommandService commands,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(2);
    private static readonly byte[] HealthQuestion = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();
    private static readonly byte[] HealthAnswer = "HTTP/1.1 200"u8.ToArray();

    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<string?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _following = Task.CompletedTask;
    private Task _running = Task.CompletedTask;
    private ResourceService? _service;
    private volatile bool _isExpected;
    private bool _isDisposed;

    /// <summary>Ends with the login link once the dashboard listens; with null when there will be none.</summary>
    public Task<string?> Ready => _ready.Task;

    /// <summary>The environment by which a service sends its telemetry; null when no dashboard is to be expected.</summary>
    internal IReadOnlyDictionary<string, string?>? Telemetry => _isExpected ? settings.Telemetry : null;

    /// <summary>Begins; returns at once. <paramref name="say"/> gets a line for the user now and then.</summary>
    /// <exception cref="DistributedApplicationException">A port is in use.</exception>
    internal async Task StartAsync(Action<string> say, CancellationToken cancellationToken)
    {
        RefuseTakenPorts();
        var feed = new ResourceFeed();
        var methods = new ResourceServiceMethods(applicationName, feed, loggers, commands);
        _service = new ResourceService(settings.ResourceServicePort, settings.ResourceServiceApiKey, methods, time, logger);
        await _service.StartAsync(cancellationToken);
        _following = feed.FollowAsync(notifications, _ending.Token);
        _isExpected = installer.IsLikely;
        _running = RunAsync(say);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _ending.CancelAsync();
        await Task.WhenAll(_following, _running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _ending.Dispose();
    }

    private async Task RunAsync(Action<string> say)
    {
        try
        {
            var program = await installer.FindAsync(say, _ending.Token);
            var start = new ChildStart(program.Program, program.Arguments) { Environment = settings.Environment(_service!.Address) };
            var dashboard = await ChildProcess.StartAsync(start, (_, _) => { });
            try
            {
                await WatchAsync(dashboard, say);
            }
            finally
            {
                await dashboard.StopAsync(Native.SigTerm, StopDeadline, CancellationToken.None);
            }
        }
        catch (Exception error) when (error is DashboardUnavailableException or DistributedApplicationException)
        {
            say($"dashboard: not available, everything else runs: {error.Message}.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "The dashboard failed");
        }
        finally
        {
            _isExpected = false;
            _ready.TrySetResult(null);
        }
    }

    private async Task WatchAsync(ChildProcess dashboard, Action<string> say)
    {
        while (!dashboard.Exited.IsCompleted && !await AnswersAsync())
        {
            await Task.Delay(StartPoll, time, _ending.Token);
        }

        if (!dashboard.Exited.IsCompleted)
        {
            _ready.TrySetResult(settings.LoginLink);
        }

        var exitCode = await dashboard.Exited.WaitAsync(_ending.Token);
        var hint = !_ready.Task.IsCompleted && installer.DropDamaged() ? " Its files were damaged; the next start fetches it anew." : "";
        say($"dashboard: ended with code {exitCode}: {string.Join(" ", dashboard.LastLines.TakeLast(3))}{hint}");
    }

    private async Task<bool> AnswersAsync()
    {
        var answer = await LoopbackProbe.AskAsync(settings.Frontend.Port, HealthQuestion, HealthAnswer.Length, AnswerDeadline, _ending.Token);
        return answer.AsSpan().SequenceEqual(HealthAnswer);
    }

    private void RefuseTakenPorts()
    {
        int[] ports = [settings.Frontend.Port, settings.Otlp.Port, settings.OtlpHttp?.Port ?? 0, settings.ResourceServicePort];
        if (ports.FirstOrDefault(port => port != 0 && !Ports.IsFree(port)) is not 0 and var taken)
        {
            throw new DistributedApplicationException(
                $"dashboard: port {taken} is in use by {PortOwner.Find(taken) ?? "another process"}. Stop that, or start with --randomize-ports.");
        }
    }
}
