using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Embedded;

/// <summary>The life of one instance of a resource that has a process: wait, start, watch, stop, and again.</summary>
internal abstract class ResourceRunner(IResource resource, string id, RunContext context) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly bool _waits = resource.HasAnnotationOfType<WaitAnnotation>();
    private CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;
    private volatile bool _isOver;

    /// <summary>The resource.</summary>
    public IResource Resource => resource;

    /// <summary>The instance's id: the resource's name unless it has copies.</summary>
    public string Id => id;

    /// <summary>The signal that asks the process to stop.</summary>
    protected virtual int StopSignal => Native.SigTerm;

    /// <summary>How long it may take to stop.</summary>
    protected virtual TimeSpan StopTime => TimeSpan.FromSeconds(35);

    /// <summary>What the runner works with.</summary>
    protected RunContext Context => context;

    /// <summary>Begins its life; nothing happens when it runs.</summary>
    internal async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_isOver)
            {
                await _life;
            }

            if (_life.IsCompleted)
            {
                _isOver = false;
                _stop.Dispose();
                _stop = new CancellationTokenSource();
                var state = _waits ? KnownResourceStates.Waiting : KnownResourceStates.Starting;
                await PublishAsync(before => before with { State = state, ExitCode = null, StopTimeStamp = null });
                _life = LiveAsync(_stop.Token);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends its life; returns when its process has ended.</summary>
    internal async Task StopAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await _stop.CancelAsync();
            await _life;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _stop.Dispose();
        _gate.Dispose();
    }

    /// <summary>Starts the process.</summary>
    protected abstract Task<ChildProcess> StartProcessAsync(CancellationToken cancellationToken);

    /// <summary>The name of a check of the runner's own; null for none.</summary>
    protected virtual string? CheckName => null;

    /// <summary>The runner's own check.</summary>
    /// <exception cref="DistributedApplicationException">The instance will never be well, and why.</exception>
    protected virtual Task<bool> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>The instance is ready for those who wait for it.</summary>
    protected virtual Task OnReadyAsync(CancellationToken cancellationToken) => AnnounceReadyAsync(resource, id, cancellationToken);

    /// <summary>The process has ended, or was never started.</summary>
    protected virtual Task OnEndedAsync() => Task.CompletedTask;

    /// <summary>Changes the instance's published state.</summary>
    protected Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        context.Notifications.PublishUpdateAsync(resource, id, change);

    /// <summary>Tells everybody who prepares a resource, and then everybody who waits for it, that it is ready.</summary>
    protected Task AnnounceReadyAsync(IResource ready, string readyId, CancellationToken cancellationToken)
    {
        var told = context.Eventing.PublishAsync(new ResourceReadyEvent(ready, context.Services), cancellationToken);
        return context.Notifications.PublishUpdateAsync(ready, readyId, state => state with { ResourceReady = told });
    }

    /// <summary>Adds a line to the instance's console log.</summary>
    protected void Log(string line, bool isError) => context.Loggers.AddLine(id, line, isError);

    private async Task LiveAsync(CancellationToken stop)
    {
        // The caller holds the gate.
        await Task.Yield();
        var (state, exitCode) = await LiveToTheEndAsync(stop);
        _isOver = true;
        await OnEndedAsync();
        await PublishAsync(before => before with
        {
            State = state,
            ExitCode = exitCode,
            StopTimeStamp = context.Time.GetUtcNow().UtcDateTime,
            HealthReports = [],
            ResourceReady = null,
        });
    }

    private async Task<(ResourceStateSnapshot? State, int? ExitCode)> LiveToTheEndAsync(CancellationToken stop)
    {
        try
        {
            if (_waits)
            {
                await Dependencies.WaitAsync(resource, context, stop);
                await PublishAsync(state => state with { State = KnownResourceStates.Starting });
            }

            return await RunAsync(await StartProcessAsync(stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (KnownResourceStates.Exited, null);
        }
        catch (Exception error)
        {
            context.Loggers.GetLogger(id).LogError("{Reason}", error is DistributedApplicationException ? error.Message : error.ToString());
            return (new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error), null);
        }
    }

    private async Task<(ResourceStateSnapshot? State, int? ExitCode)> RunAsync(ChildProcess process, CancellationToken stop)
    {
        var health = new HealthWatch(resource, CheckName, CheckAsync, context);
        await PublishAsync(state => state with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = context.Time.GetUtcNow().UtcDateTime,
            HealthReports = health.Unknown,
            Properties = state.Properties.RemoveAll(property => property.Name.StartsWith("executable.", StringComparison.Ordinal)).AddRange(
                new("executable.path", process.Start.Program),
                new("executable.workDir", process.Start.WorkingDirectory),
                new("executable.args", process.Start.Arguments.ToImmutableArray()),
                new("executable.pid", process.Id)),
        });
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watch = health.RunAsync(
            reports => PublishAsync(state => state with { HealthReports = reports }), OnReadyAsync, watching.Token);
        if (await Task.WhenAny(process.Exited, watch) == process.Exited)
        {
            await watching.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var code = await process.Exited;
            return (code == 0 ? KnownResourceStates.Finished : new ResourceStateSnapshot(KnownResourceStates.Exited, KnownResourceStateStyles.Error), code);
        }

        await PublishAsync(state => state with { State = KnownResourceStates.Stopping });
        var stopped = await process.StopAsync(StopSignal, StopTime, context.Kill.Token);
        if (watch.IsFaulted)
        {
            await watch;
        }

        // It did what it was told: the dashboard shows any other code than 0 as an error.
        return (KnownResourceStates.Exited, stopped == 128 + StopSignal ? null : stopped);
    }
}
