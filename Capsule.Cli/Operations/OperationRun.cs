using Capsule.Cli.Bundles;
using Capsule.Cli.Output;
using Capsule.Cli.Results;

namespace Capsule.Cli.Operations;

/// <summary>Runs an operation for several services at a time, each in a process of its own.</summary>
internal sealed class OperationRun(Operation operation, IBundleSource source, BundleEnvironment environment, CliHost host)
{
    /// <summary>How many bundles run at a time.</summary>
    public required int Parallel { get; init; }

    /// <summary>What a service's bundle is told beside the command.</summary>
    public required Func<string, IReadOnlyList<string>> Arguments { get; init; }

    /// <summary>Runs it; a service that fails does not keep the others from finishing.</summary>
    /// <param name="services">The services, of those that the source has.</param>
    /// <param name="progress">Hears what the bundles say.</param>
    /// <param name="stop">Asks running bundles to stop and waits for them; those not begun do not begin.</param>
    /// <param name="kill">Ends running bundles at once.</param>
    public async Task<OperationResult> RunAsync(
        IReadOnlyList<string> services,
        Action<ServiceProgress> progress,
        CancellationToken stop,
        CancellationToken kill
    )
    {
        var bundles = await source.GetAsync(services, progress, stop);
        using var places = new SemaphoreSlim(Parallel);
        await using var stopping = stop.Register(() =>
            progress(new ServiceProgress("capsule", "waits for the bundles to stop; told again, it ends them at once"))
        );
        var results = await Task.WhenAll(bundles.Select(bundle => RunAsync(bundle, places, progress, stop, kill)));
        return new OperationResult(operation.FullName, results, stop.IsCancellationRequested);
    }

    private async Task<ServiceResult> RunAsync(
        Bundle bundle,
        SemaphoreSlim places,
        Action<ServiceProgress> progress,
        CancellationToken stop,
        CancellationToken kill
    )
    {
        await places.WaitAsync(CancellationToken.None);
        try
        {
            if (stop.IsCancellationRequested)
            {
                return new ServiceResult(bundle.Service, ExitCode.Cancelled, null, "stopped before it began.", 0);
            }

            progress(new ServiceProgress(bundle.Service, operation.Name, ServicePhase.Started));
            var result = await new BundleProcess(bundle, host, progress).RunAsync(
                [.. operation.BundleCommand, .. Arguments(bundle.Service)],
                environment.Of(bundle.Service),
                stop,
                kill
            );
            progress(new ServiceProgress(bundle.Service, result.IsOk ? "done" : result.Reason.Split('\n')[0], ServicePhase.Over));
            return result;
        }
        finally
        {
            places.Release();
        }
    }
}
