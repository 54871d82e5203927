using System.Collections.Concurrent;

namespace Capsule.Workers.Tests.Support;

/// <summary>A worker whose runs the test decides about.</summary>
internal class Sweeper(WorkerContext context, SweeperOptions options) : RecurringWork(context, "Crumbs stay on the floor")
{
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    protected override WorkSchedule Schedule => options.Schedule;

    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return await options.Run(cancellationToken);
    }
}

/// <summary>The same, for which one replica is enough.</summary>
internal sealed class LeasedSweeper(WorkerContext context, SweeperOptions options) : Sweeper(context, options)
{
    protected override bool HasLease => true;
}

/// <summary>What the test decides.</summary>
internal sealed class SweeperOptions
{
    public WorkSchedule Schedule { get; set; } = new(TimeSpan.FromSeconds(10));

    public Func<CancellationToken, Task<RunResult>> Run { get; set; } = _ => Task.FromResult(RunResult.Idle);

    /// <summary>Throws in these runs, counted from 1, and succeeds in the others.</summary>
    public static Func<CancellationToken, Task<RunResult>> FailingIn(params int[] runs)
    {
        var failing = new ConcurrentDictionary<int, bool>(runs.Select(run => KeyValuePair.Create(run, true)));
        var run = 0;
        return _ => failing.ContainsKey(++run) ? throw new InvalidOperationException("the broom broke") : Task.FromResult(RunResult.Idle);
    }
}
