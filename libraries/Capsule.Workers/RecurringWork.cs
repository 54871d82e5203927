using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Workers;

/// <summary>
/// Background work that a service repeats on a schedule and whenever it is woken. The base class decides when a run starts, what follows a
/// failure, what is logged, measured and traced, and which replica works when one is enough. A derived class implements a single run.
/// </summary>
public abstract class RecurringWork : BackgroundService
{
    private readonly WorkerContext _context;
    private readonly WakeSignal _wake;
    private readonly FailureLog _failureLog;
    private volatile WorkerState _state = new(null, null);

    /// <param name="context">The services that every worker needs.</param>
    /// <param name="consequence">The consequence of a failure, for the log, such as <c>Events wait in the outbox</c>.</param>
    /// <param name="wake">Wakes the worker between its scheduled runs; the worker has its own signal by default.</param>
    protected RecurringWork(WorkerContext context, string consequence, WakeSignal? wake = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrWhiteSpace(consequence);

        (_context, _wake, Name) = (context, wake ?? new WakeSignal(), WorkerName.Of(GetType()));
        Logger = context.Loggers.CreateLogger(GetType());
        _failureLog = new FailureLog(Logger, TimeProvider, consequence);
    }

    /// <summary>The worker's name in health checks, metrics and spans: the type's name in kebab-case.</summary>
    public string Name { get; }

    /// <summary>The schedule; read before each wait.</summary>
    protected abstract WorkSchedule Schedule { get; }

    /// <summary>
    /// Whether only one replica at a time should do the work: the replica that holds the lease named after the worker. Requires a service
    /// database.
    /// </summary>
    protected virtual bool HasLease => false;

    /// <summary>The clock.</summary>
    protected TimeProvider TimeProvider => _context.TimeProvider;

    /// <summary>The log of the worker's type.</summary>
    protected ILogger Logger { get; }

    internal WorkerState State => _state;

    internal TimeSpan Staleness => Schedule.Staleness;

    /// <summary>Starts a run now, or right after the current run. Does not shorten the wait after a failure.</summary>
    public void Wake() => _wake.Wake();

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (HasLease)
        {
            // Reports a missing database when the service starts instead of at every run.
            _ = _context.Leases();
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (HasLease)
        {
            await _context.Leases().ReleaseAsync(Name);
        }
    }

    /// <summary>Does the work that is due. An exception is a failure: it is logged, and the next run follows after a back-off.</summary>
    /// <param name="cancellationToken">Cancelled when the service stops and <see cref="WorkSchedule.StopGrace"/> has passed.</param>
    protected abstract Task<RunResult> RunAsync(CancellationToken cancellationToken);

    /// <summary>Returns the log level of a failure; Warning by default.</summary>
    protected virtual LogLevel LevelOf(Exception exception) => LogLevel.Warning;

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = WorkerTelemetry.Quiet(Name);
        using var run = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => run.CancelAfter(Schedule.StopGrace));
        _state = _state with { SucceededAt = TimeProvider.GetTimestamp() };
        if (!Schedule.StartsAtOnce)
        {
            await _wake.WaitAsync(Schedule.Wait(TimeSpan.Zero, _context.Random), TimeProvider, stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested && !_state.IsFinished)
        {
            await RunOnceAsync(run.Token, stoppingToken);
        }
    }

    private async Task RunOnceAsync(CancellationToken run, CancellationToken stopping)
    {
        var started = TimeProvider.GetTimestamp();
        try
        {
            var isMine = !HasLease || await _context.Leases().HoldAsync(Name, run);
            var result = isMine ? await RunAsync(run) : RunResult.Idle;
            Succeeded(result, TimeProvider.GetElapsedTime(started), isMine);
            if (result is { IsLast: false, NextIn: not { Ticks: <= 0 } })
            {
                var wait = result.NextIn ?? Schedule.Wait(TimeProvider.GetElapsedTime(started), _context.Random);
                await _wake.WaitAsync(wait, TimeProvider, stopping);
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Failed(exception, TimeProvider.GetElapsedTime(started));
            var wait = Schedule.Backoff.Wait(_state.Failures, _context.Random);
            await Task.Delay(wait, TimeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception)
        {
            Logger.LogDebug(exception, "Stopped during a run; the next start continues the work");
        }
    }

    private void Succeeded(RunResult result, TimeSpan duration, bool isMine)
    {
        if (isMine)
        {
            _context.Telemetry.Succeeded(Name, result, duration);
        }

        if (_state.Failures > 0)
        {
            _failureLog.Recovered(_state.Failures);
        }

        _state = new WorkerState(TimeProvider.GetUtcNow(), TimeProvider.GetTimestamp(), IsStandby: !isMine, IsFinished: result.IsLast);
    }

    private void Failed(Exception exception, TimeSpan duration)
    {
        _context.Telemetry.Failed(Name, duration);
        _state = _state with { Failures = _state.Failures + 1, LastError = exception.GetBaseException().Message };
        _failureLog.Failed(exception, _state.Failures, LevelOf(exception));
    }
}
