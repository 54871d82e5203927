using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Embedded;

/// <summary>Runs the model on servers of this machine.</summary>
internal sealed class EmbeddedRuntime(
    RunContext context,
    EndpointAllocation endpoints,
    RunnerFactory runners,
    PackageInstaller installer,
    ConsoleReport report,
    DistributedApplicationOptions application,
    IHostApplicationLifetime lifetime) : IHostedService, IAsyncDisposable
{
    // Terminals and tools such as timeout(1) send one signal twice: to the process and to its group.
    private static readonly TimeSpan SameSignal = TimeSpan.FromMilliseconds(500);

    private readonly List<ResourceRunner> _runners = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private Task _following = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (context.Options.Help)
        {
            Console.WriteLine(EmbeddedOptions.Usage);
            lifetime.StopApplication();
            return;
        }

        endpoints.Allocate();
        _runners.AddRange(await runners.CreateAsync(cancellationToken));
        await installer.EnsureAsync([.. _runners.OfType<ServerRunner>().Select(runner => runner.Server)], cancellationToken);
        KillOnSecondSignal();
        if (application.IsAttended)
        {
            new LogFiles(context).Follow(_runners.Select(runner => runner.Id));
        }

        await PublishParametersAsync(cancellationToken);
        if (context.Options.NoDashboard)
        {
            // There is nowhere to restart from what failed.
            context.Notifications.DefaultWaitBehavior = WaitBehavior.StopOnResourceUnavailable;
        }
        else
        {
            context.Dashboard = context.Services.GetRequiredService<DashboardHost>();
            await context.Dashboard.StartAsync(report.Say, cancellationToken);
        }

        _following = report.FollowAsync([.. _runners.Select(runner => runner.Id)], context.Dashboard?.Ready, _ending.Token);
        _ = ParentWatch.FollowAsync(lifetime, context.Time, _ending.Token);
        await StartRunnersAsync();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_runners.Where(runner => runner is not ServerRunner).Select(runner => runner.StopAsync()));
        await Task.WhenAll(_runners.OfType<ServerRunner>().Select(runner => runner.StopAsync()));
        await _ending.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Also stops what was not stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_ending.IsCancellationRequested)
        {
            await StopAsync(CancellationToken.None);
        }

        _signals.ForEach(signal => signal.Dispose());
        _runners.ForEach(runner => runner.Dispose());
        _ending.Dispose();
    }

    private async Task PublishParametersAsync(CancellationToken cancellationToken)
    {
        foreach (var parameter in context.Model.Resources.OfType<ParameterResource>())
        {
            var value = new ResourcePropertySnapshot("Value", await parameter.GetValueAsync(cancellationToken)) { IsSensitive = parameter.Secret };
            await context.Notifications.PublishUpdateAsync(parameter, state => state with { State = KnownResourceStates.Running, Properties = [value] });
        }
    }

    // RabbitMQ is the slowest to start: servers go before what waits for them, in the order of the longest start.
    private async Task StartRunnersAsync()
    {
        foreach (var runner in _runners.OrderBy(runner => runner is ServerRunner { Server: var server } ? -server.Weight : 1))
        {
            if (runner.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
            {
                await context.Notifications.PublishUpdateAsync(runner.Resource, runner.Id, state => state with { State = KnownResourceStates.NotStarted });
            }
            else
            {
                await runner.StartAsync();
            }
        }
    }

    private void KillOnSecondSignal()
    {
        var first = 0L;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ =>
            {
                var now = context.Time.GetTimestamp();
                var before = Interlocked.CompareExchange(ref first, now, 0);
                if (before != 0 && context.Time.GetElapsedTime(before, now) > SameSignal && !context.Kill.IsCancellationRequested)
                {
                    report.Say("Killing what still runs.");
                    context.Kill.Cancel();
                }
            }));
        }
    }
}
